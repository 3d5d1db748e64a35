#!/usr/bin/env python3
"""Generates Config/basemap.geojson: provinces, land borders, main roads and towns for a map without the internet.

    python3 Config/geography/make_basemap.py ../shared/data                  # writes Config/basemap.geojson
    python3 Config/geography/make_basemap.py ../shared/data other.geojson    # writes elsewhere

The argument is the folder that holds the data listed in SOURCES.md. Only the standard library is used, and the same
input gives the same bytes. Every island of the provinces stays, Hoang Sa and Truong Sa among them.
"""

import csv
import gzip
import json
import math
import os
import sys

PROVINCE_TOLERANCE = 0.004  # degrees, about 450 m
SMALLEST_RING = 0.0006  # degrees: an island is never thinned below four points, and never dropped
BORDER_TOLERANCE = 0.004
BORDER_BAND = 0.1  # degrees: how far Natural Earth and vn-admin differ along the land border
ROAD_TOLERANCE = 0.003
ROAD_GRID = 0.012  # degrees: carriageways of one road fall together on this grid
SHORTEST_DEAD_END = 0.06  # degrees
TOWNS = 60
TOWN_SPACING = 0.12  # degrees: leaves out the districts of a larger city
SIZE_LIMIT = 400_000  # bytes
ARCHIPELAGOS = [  # for the map's names; inside the provinces Da Nang and Khanh Hoa of the data
    ("Hoang Sa", "Quần đảo Hoàng Sa", 112.00, 16.50),
    ("Truong Sa", "Quần đảo Trường Sa", 114.30, 10.00),
]
VIETNAMESE = {  # GeoNames lists these under their English names
    "Ho Chi Minh City": "Thành phố Hồ Chí Minh", "Hanoi": "Hà Nội", "Haiphong": "Hải Phòng", "Da Nang": "Đà Nẵng",
    "Qui Nhon": "Quy Nhơn", "Phu Quoc": "Phú Quốc", "Thành Phố Bà Rịa": "Bà Rịa",
}
BORDER_TOWNS = {"Lào Cai", "Móng Cái", "Lao Bảo", "Lạng Sơn", "Thị Trấn Đồng Đăng", "Gò Dầu"}  # always on the map


# --- Thinning ------------------------------------------------------------------------------------------------------
def thin(line, tolerance):
    """Douglas-Peucker, without recursion; the ends stay."""
    keep, stack = {0, len(line) - 1}, [(0, len(line) - 1)]
    while stack:
        i, j = stack.pop()
        worst, at = tolerance, None
        for k in range(i + 1, j):
            d = distance_to_segment(line[k], line[i], line[j])
            if d > worst:
                worst, at = d, k
        if at is not None:
            keep.add(at)
            stack += [(i, at), (at, j)]
    return [line[k] for k in sorted(keep)]


def distance_to_segment(p, a, b):
    dx, dy = b[0] - a[0], b[1] - a[1]
    length2 = dx * dx + dy * dy
    t = 0.0 if length2 == 0 else max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2))
    return math.hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy)


def rounded(line):
    out = []
    for p in line:
        q = (round(p[0], 3), round(p[1], 3))
        if not out or out[-1] != q:
            out.append(q)
    return out


def signed_area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) / 2


# --- Provinces: neighbours share their arcs, so that thinning opens no gap between them ----------------------------
def provinces(data):
    with gzip.open(os.path.join(data, "vn-admin", "vn_provinces_34_full.geojson.gz"), "rt", encoding="utf-8") as f:
        source = json.load(f)["features"]
    shapes = []
    for feature in source:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        shapes.append((feature["properties"], [[[tuple(p) for p in ring] for ring in poly] for poly in polygons]))

    neighbours = {}
    for _, polygons in shapes:
        for ring in (ring for polygon in polygons for ring in polygon):
            for a, b in zip(ring, ring[1:]):
                neighbours.setdefault(a, set()).add(b)
                neighbours.setdefault(b, set()).add(a)
    features = []
    for properties, polygons in sorted(shapes, key=lambda s: s[0]["code"]):
        multi = []
        for polygon in polygons:
            rings = [thin_ring(ring, neighbours) for ring in polygon]
            multi.append([r if (signed_area(r) > 0) == (i == 0) else r[::-1] for i, r in enumerate(rings)])
        features.append(("province", {"name": properties["nameEn"], "nameVi": properties["name"],
                                      "code": properties["code"]}, "MultiPolygon", multi))
    return features


def thin_ring(ring, neighbours):
    points = ring[:-1] if ring[0] == ring[-1] else ring
    nodes = [i for i, p in enumerate(points) if len(neighbours[p]) > 2]
    if len(nodes) < 2:
        # An island, or one that touches another at a single point: cut it at its two points farthest apart.
        first = nodes[0] if nodes else points.index(min(points))
        far = max(range(len(points)), key=lambda i: (math.dist(points[i], points[first]), points[i]))
        nodes = sorted({first, far})
    out = []
    for i, j in zip(nodes, nodes[1:] + nodes[:1]):
        arc = points[i:j + 1] if i < j else points[i:] + points[:j + 1]
        # Both neighbours must thin the same arc alike, so it is always thinned in the same direction.
        backwards = arc[-1] < arc[0] or (arc[-1] == arc[0] and arc[1] > arc[-2])
        thinned = thin(arc[::-1] if backwards else arc, PROVINCE_TOLERANCE)
        out += (thinned[::-1] if backwards else thinned)[:-1]
    ring = rounded(out + out[:1])
    if len(ring) >= 4 and signed_area(ring) != 0:
        return ring
    return small_ring(points)


def small_ring(points):
    """A diamond of the island's own extent, at least 120 m wide, so that it can still be seen and is valid."""
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    x, y = (west + east) / 2, (south + north) / 2
    w, h = max((east - west) / 2, SMALLEST_RING), max((north - south) / 2, SMALLEST_RING)
    ring = [(x - w, y), (x, y - h), (x + w, y), (x, y + h), (x - w, y)]
    return [(round(a, 4), round(b, 4)) for a, b in ring]


# --- Borders, roads, towns -----------------------------------------------------------------------------------------
def borders(data, province_features):
    """Vietnam's land border from the provinces' own outline; Natural Earth only where it runs between other countries.

    Natural Earth is off by some kilometres and would put Mong Cai on the wrong side.
    """
    with open(os.path.join(data, "natural-earth", "ne10m_borders_vn_la_kh.geojson"), encoding="utf-8") as f:
        source = json.load(f)["features"]
    foreign = []
    for feature in source:
        geometry = feature["geometry"]
        for line in [geometry["coordinates"]] if geometry["type"] == "LineString" else geometry["coordinates"]:
            foreign.append(rounded(thin([tuple(p) for p in line], BORDER_TOLERANCE)))

    uses = {}
    for _, _, _, multi in province_features:
        for ring in (ring for polygon in multi for ring in polygon):
            for edge in zip(ring, ring[1:]):
                uses[frozenset(edge)] = uses.get(frozenset(edge), 0) + 1
    outline = [tuple(sorted(edge)) for edge, count in uses.items() if count == 1 and len(edge) == 2]
    near_line, near_outline = Cells(edge for line in foreign for edge in zip(line, line[1:])), Cells(outline)

    network = {}
    for edge in sorted(outline):
        if all(near_line.within(p, BORDER_BAND) for p in edge):
            for a, b in (edge, edge[::-1]):
                network.setdefault(a, set()).add(b)
    own = [line for line in chains_of(network) if length(line) > BORDER_BAND]
    others = []
    for line in foreign:
        run = []
        for p in line + [None]:
            if p is not None and not near_outline.within(p, BORDER_BAND):
                run.append(p)
            else:
                others += [run] if len(run) > 1 else []
                run = []
    return [("border", {"of": "Vietnam"}, "MultiLineString", sorted(own)),
            ("border", {"of": "others"}, "MultiLineString", sorted(others))]


class Cells:
    """Segments by grid cell, to ask whether one lies near a point."""

    SIZE = 0.1

    def __init__(self, segments):
        self.cells = {}
        for a, b in segments:
            for x in range(math.floor(min(a[0], b[0]) / self.SIZE), math.floor(max(a[0], b[0]) / self.SIZE) + 1):
                for y in range(math.floor(min(a[1], b[1]) / self.SIZE), math.floor(max(a[1], b[1]) / self.SIZE) + 1):
                    self.cells.setdefault((x, y), []).append((a, b))

    def within(self, p, limit):
        x, y, reach = math.floor(p[0] / self.SIZE), math.floor(p[1] / self.SIZE), math.ceil(limit / self.SIZE)
        return any(distance_to_segment(p, a, b) <= limit
                   for i in range(x - reach, x + reach + 1) for j in range(y - reach, y + reach + 1)
                   for a, b in self.cells.get((i, j), ()))


def roads(data, land):
    """The network's edges that lie in Vietnam, laid on a grid, joined to chains and thinned."""
    with open(os.path.join(data, "vn-highways", "highways_vn_bbox.geojson"), encoding="utf-8") as f:
        edges = [[tuple(p) for p in feature["geometry"]["coordinates"]] for feature in json.load(f)["features"]]
    where = {}  # grid cell -> the first node, in order, that fell into it
    for p in sorted(p for edge in edges for p in edge):
        where.setdefault((round(p[0] / ROAD_GRID), round(p[1] / ROAD_GRID)), p)
    network = {}
    for edge in edges:
        a, b = (where[(round(p[0] / ROAD_GRID), round(p[1] / ROAD_GRID))] for p in edge)
        if a != b and on_land(a, land) and on_land(b, land):
            network.setdefault(a, set()).add(b)
            network.setdefault(b, set()).add(a)
    chains = chains_of(network)
    kept = [c for c in chains if length(c) >= SHORTEST_DEAD_END or all(len(network[p]) > 1 for p in (c[0], c[-1]))]
    lines = [rounded(thin(c, ROAD_TOLERANCE)) for c in kept]
    return [("road", {}, "MultiLineString", sorted(line for line in lines if len(line) > 1))]


def chains_of(network):
    """Every edge once, in chains that run from junction to junction."""
    seen, chains = set(), []
    ends = sorted(p for p in network if len(network[p]) != 2) + sorted(network)
    for start in ends:
        for nxt in sorted(network[start]):
            if frozenset((start, nxt)) in seen:
                continue
            chain = [start, nxt]
            seen.add(frozenset((start, nxt)))
            while len(network[chain[-1]]) == 2 and chain[-1] != start:
                step = next(p for p in sorted(network[chain[-1]]) if p != chain[-2])
                if frozenset((chain[-1], step)) in seen:
                    break
                seen.add(frozenset((chain[-1], step)))
                chain.append(step)
            chains.append(chain)
    return chains


def length(line):
    return sum(math.dist(a, b) for a, b in zip(line, line[1:]))


def on_land(p, land):
    for west, south, east, north, ring in land:
        if west <= p[0] <= east and south <= p[1] <= north:
            odd = False
            for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
                if (y1 > p[1]) != (y2 > p[1]) and p[0] < (x2 - x1) * (p[1] - y1) / (y2 - y1) + x1:
                    odd = not odd
            if odd:
                return True
    return False


def land_of(province_features):
    rings = [polygon[0] for _, _, _, multi in province_features for polygon in multi]
    return [(min(p[0] for p in r), min(p[1] for p in r), max(p[0] for p in r), max(p[1] for p in r), r)
            for r in rings]


def towns(data):
    with open(os.path.join(data, "geonames-vn", "vn_cities500.csv"), encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    rows.sort(key=lambda r: (-int(r["population"]), r["name"]))
    chosen = []
    for row in rows:
        place = float(row["longitude"]), float(row["latitude"])
        alone = all(math.dist(place, (float(r["longitude"]), float(r["latitude"]))) > TOWN_SPACING for r in chosen)
        if (len(chosen) < TOWNS and alone) or row["name"] in BORDER_TOWNS:
            chosen.append(row)
    features = []
    for row in chosen:
        name_vi = VIETNAMESE.get(row["name"], row["name"].replace("Thị Trấn ", "").replace("\u00d0", "\u0110"))
        features.append(("town", {"name": name_vi, "population": int(row["population"])}, "Point",
                         (round(float(row["longitude"]), 3), round(float(row["latitude"]), 3))))
    for name, name_vi, lon, lat in ARCHIPELAGOS:
        features.append(("town", {"name": name_vi, "nameEn": name, "archipelago": True}, "Point", (lon, lat)))
    return features


# --- Result --------------------------------------------------------------------------------------------------------
def check(features, text):
    if len(text.encode()) > SIZE_LIMIT:
        raise SystemExit(f"{len(text.encode())} bytes: more than {SIZE_LIMIT}")
    east = {properties["name"]: [p for polygon in c for p in polygon[0] if p[0] > 110.5]
            for layer, properties, _, c in features if layer == "province"}
    if not any(111 < p[0] < 113 and 15 < p[1] < 18 for p in east["Da Nang"]):
        raise SystemExit("Hoang Sa is missing")
    if not any(111 < p[0] < 118 and 6 < p[1] < 12 for p in east["Khanh Hoa"]):
        raise SystemExit("Truong Sa is missing")


def main():
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    data = sys.argv[1]
    default = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "basemap.geojson")
    areas = provinces(data)
    features = areas + borders(data, areas) + roads(data, land_of(areas)) + towns(data)
    lines = [json.dumps({"type": "Feature", "properties": {"layer": layer, **properties},
                         "geometry": {"type": kind, "coordinates": coordinates}},
                        ensure_ascii=False, separators=(",", ":")) for layer, properties, kind, coordinates in features]
    text = ('{"type":"FeatureCollection",\n"attribution":"Roads (c) OpenStreetMap contributors, ODbL 1.0; provinces '
            'thanglequoc/vietnamese-provinces-database, MIT; borders Natural Earth; towns GeoNames, CC BY 4.0",\n'
            '"features":[\n' + ",\n".join(lines) + "\n]}\n")
    check(features, text)
    with open(sys.argv[2] if len(sys.argv) == 3 else default, "w", encoding="utf-8") as f:
        f.write(text)
    for name in ("province", "border", "road", "town"):
        size = sum(len(line.encode()) for line, feature in zip(lines, features) if feature[0] == name)
        print(f"{name}: {size} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
