"""What a common Python stack does with the same recording: orjson parses, Shapely looks the zones up. No rules."""

import json
import sys
import time

import orjson
import shapely
import shapely.geometry


def area(feature: dict) -> shapely.Geometry:
    """The zone as an area in degrees; circles and corridors about as wide as they say, in metres."""
    metres = feature["properties"].get("radius", 0) or feature["properties"].get("width", 0)
    shape = shapely.geometry.shape(feature["geometry"])
    return shape if shape.area > 0 else shape.buffer(metres / 111_320)


def main(recording: str, zones: str) -> None:
    with open(zones, encoding="utf-8") as file:
        features = json.load(file)["features"]
    tree = shapely.STRtree([area(feature) for feature in features])
    started = time.perf_counter()
    reports = hits = 0
    lons: list[float] = []
    lats: list[float] = []

    def look_up() -> int:
        found = tree.query(shapely.points(lons, lats), predicate="within").shape[1]
        lons.clear()
        lats.clear()
        return found

    with open(recording, "rb") as file:
        for line in file:
            payload = orjson.loads(line).get("payload")
            if not isinstance(payload, dict) or "lon" not in payload:
                continue  # a call of the API, or a report without a fix
            lons.append(payload["lon"])
            lats.append(payload["lat"])
            reports += 1
            if len(lons) == 100_000:
                hits += look_up()
    if lons:
        hits += look_up()
    print(int(reports / (time.perf_counter() - started)))
    print(f"{reports} reports, {hits} in zones", file=sys.stderr)


main(*sys.argv[1:])
