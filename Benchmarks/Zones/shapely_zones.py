"""The same lookups by Shapely 2: python3 shapely_zones.py FOLDER, after zones-benchmark FOLDER."""

import sys
import time

import numpy
import shapely

ROUNDS = 3


def seconds(work):
    """The least processor time of a few rounds, and the result."""
    least = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        result = work()
        least = min(least, time.process_time() - start)
    return least, result


def main():
    folder = sys.argv[1]
    rings = numpy.fromfile(f"{folder}/zones.f64").reshape(-1, 65, 2)
    places = numpy.fromfile(f"{folder}/places.f64").reshape(-1, 2)
    ours = numpy.fromfile(f"{folder}/hits.i64", dtype=numpy.int64)
    single, bulk = numpy.fromfile(f"{folder}/rates.f64")
    zones = shapely.polygons(rings)
    points = shapely.points(places)
    tree = shapely.STRtree(zones)
    shapely.prepare(zones)

    def prepared():
        """Boxes by the tree, then polygons that were prepared once: the quickest way Shapely has."""
        point, zone = tree.query(points)
        return zone[shapely.contains_xy(zones[zone], places[point, 0], places[point, 1])]

    print(f"Shapely {shapely.__version__}, GEOS {shapely.geos_version_string}, {len(zones)} zones, {len(points)} places:")
    print(f"Ours: {single / 1e6:.1f} million/s in one call each, {bulk / 1e6:.1f} in one call for all.")
    print("| lookup | million/s | ours in one call each | ours in one call for all | same hits in every zone |")
    print("|---|---|---|---|---|")
    ways = {
        "STRtree.query(points, predicate='intersects')": lambda: tree.query(points, predicate="intersects")[1],
        "STRtree.query(points), prepared contains_xy": prepared,
    }
    differs = False
    for name, work in ways.items():
        took, hit = seconds(work)
        same = numpy.array_equal(numpy.bincount(hit, minlength=len(zones)), ours)
        differs |= not same
        rate = len(points) / took
        print(f"| {name} | {rate / 1e6:.2f} | {single / rate:.1f} times | {bulk / rate:.1f} times | {same} |")
    return 1 if differs else 0


sys.exit(main())
