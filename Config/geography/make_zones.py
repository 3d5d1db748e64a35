#!/usr/bin/env python3
"""Generates Config/zones.geojson: the facilities, small zones and routes of the default configuration.

    python3 Config/geography/make_zones.py ../shared/data                  # writes Config/zones.geojson
    python3 Config/geography/make_zones.py ../shared/data other.geojson    # writes elsewhere

The argument is the folder that holds the data listed in SOURCES.md. Only the standard library is used, and the same
input gives the same bytes. The program ends with an error if a zone breaks one of the rules in `check`.
"""

import heapq
import json
import math
import os
import sys

EARTH_RADIUS = 6371008.8  # m, mean radius (IUGG)
ROUTE_WIDTH = 250  # m to each side: the network's nodes are rounded to about 110 m
QUEUE_LENGTH = 1000  # m of road before the gate's boundary
QUEUE_HALF_WIDTH = 100  # m to each side of the road
QUEUE_GAP = 10  # m, at least, between queue and gate, so that a position is never in both
ROUTE_SOURCE = ("Shortest path on the world_highways network, (c) OpenStreetMap contributors, ODbL 1.0; straight "
                "edges, nodes rounded to about 110 m; both ends joined to the facility by a straight segment")

# --- Facilities ----------------------------------------------------------------------------------------------------
# id, kind, name, nameVi, facility code, centre (lon, lat), (length m, breadth m, angle of the length in degrees
# counter-clockwise from east), extra properties, source of the coordinate.
KNOWLEDGE = "Approximate, by general knowledge"
OSM = "centre from OpenStreetMap (ODbL 1.0) through a name search"
OUTLINE = "; rectangle drawn by hand, not a surveyed boundary"
# Two gates that share a word can stand in for each other, so each names the country: fruit for China does not cross to
# Laos.
GOODS = ". Goods are general knowledge; cn, kh and la are where they go"

FACILITIES = [
    ("hai-phong-port", "seaport", "Hai Phong port (Dinh Vu terminals)", "Cảng Hải Phòng (khu Đình Vũ)", "VNHPH",
     (106.770, 20.836), (1900, 900, -20), {},
     "World Port Index row Hai Phong (arc minutes), moved by hand to the Dinh Vu terminals; approximate"),
    ("lach-huyen-port", "seaport", "Lach Huyen port (HICT)", "Cảng Lạch Huyện (HICT)", "HICT",
     (106.908, 20.797), (1600, 900, -35), {},
     KNOWLEDGE + ", inside the special zone Cat Hai of vn-admin. HICT is the terminal's name, not a UN/LOCODE"),
    ("cat-lai-port", "seaport", "Cat Lai port", "Cảng Cát Lái", "VNCLI", (106.792, 10.760), (1700, 900, 45), {},
     "World Port Index row Cat Lai (arc minutes), moved by hand to the terminal inside ward Cat Lai of vn-admin; "
     "approximate"),
    ("cai-mep-port", "seaport", "Cai Mep port", "Cảng Cái Mép", "VNCMT", (107.032, 10.537), (1800, 700, 90), {},
     "Tan Cang - Cai Mep terminal, " + OSM),
    ("tien-sa-port", "seaport", "Da Nang port (Tien Sa)", "Cảng Đà Nẵng (Tiên Sa)", "VNDAD",
     (108.214, 16.117), (900, 600, 0), {},
     "World Port Index row Da Nang (arc minutes), moved by hand to Tien Sa; approximate"),
    ("cua-viet-port", "seaport", "Cua Viet port", "Cảng Cửa Việt", "VNCUV", (107.174, 16.903), (800, 500, 30), {},
     KNOWLEDGE + ". VNCUV is in the UN/LOCODE list; that it means Cua Viet is general knowledge too"),

    ("huu-nghi-gate", "border-gate", "Huu Nghi border gate", "Cửa khẩu Hữu Nghị", "HUUNGHI",
     (106.7125, 21.9717), (700, 500, 0), {"capacityPerHour": 62, "opens": "07:00", "closes": "19:00",
      "province": "Lang Son", "goods": ["fruit-cn", "general-cn"]},
     "Where the road network meets the edge of commune Dong Dang in vn-admin; approximate. Capacity: about 750 "
     "vehicles a day over 12 h. Hours are assumed. No UN/LOCODE known to us" + GOODS),
    ("tan-thanh-gate", "border-gate", "Tan Thanh border gate", "Cửa khẩu Tân Thanh", "TANTHANH",
     (106.6795, 22.0012), (650, 500, 6), {"capacityPerHour": 95, "opens": "07:00", "closes": "19:00",
      "province": "Lang Son", "goods": ["fruit-cn", "general-cn"]},
     "Where the road network meets the edge of commune Hoang Van Thu in vn-admin; approximate, to about 2 km. "
     "Capacity: its peak of 1,100 to 1,200 vehicles a day over 12 h. Hours are assumed. No UN/LOCODE known to us"
     + GOODS),
    ("mong-cai-gate", "border-gate", "Mong Cai border gate (Bac Luan II)", "Cửa khẩu Móng Cái (Bắc Luân II)", "VNMOC",
     (107.9965, 21.5395), (800, 650, 0), {"capacityPerHour": 50, "opens": "07:00", "closes": "19:00",
      "province": "Quang Ninh", "goods": ["frozen-cn", "general-cn"]},
     KNOWLEDGE + ", inside ward Mong Cai 1 of vn-admin, to about 1 km. Capacity and hours are assumed. VNMOC is in the "
     "UN/LOCODE list; a name search for it gives Mong Cai" + GOODS),
    ("lao-cai-gate", "border-gate", "Lao Cai border gate (Kim Thanh)", "Cửa khẩu Lào Cai (Kim Thành)", "VNLCA",
     (103.9345, 22.5195), (700, 600, 0), {"capacityPerHour": 40, "opens": "07:00", "closes": "22:00",
      "province": "Lao Cai", "goods": ["fruit-cn", "general-cn"]},
     KNOWLEDGE + ", inside ward Lao Cai of vn-admin, to about 1 km. Capacity and hours are assumed" + GOODS),
    ("moc-bai-gate", "border-gate", "Moc Bai border gate", "Cửa khẩu Mộc Bài", "MOCBAI",
     (106.1805, 11.0775), (800, 650, 0), {"capacityPerHour": 40, "opens": "06:00", "closes": "22:00",
      "province": "Tay Ninh", "goods": ["general-kh"]},
     "Where the road network meets the edge of commune Ben Cau in vn-admin; approximate. Capacity and hours are "
     "assumed. No UN/LOCODE known to us" + GOODS),
    ("lao-bao-gate", "border-gate", "Lao Bao border gate", "Cửa khẩu Lao Bảo", "VNLAO",
     (106.5945, 16.6158), (600, 500, 0), {"capacityPerHour": 25, "opens": "06:00", "closes": "22:00",
      "province": "Quang Tri", "goods": ["general-la"]},
     "GeoNames (CC BY 4.0) row Lao Bao, moved by hand towards the border; approximate. Capacity and hours are "
     "assumed" + GOODS),

    ("tan-cang-long-binh-icd", "icd", "Tan Cang Long Binh ICD", "ICD Tân Cảng Long Bình", "VNILB",
     (106.893, 10.905), (1000, 700, 0), {}, KNOWLEDGE + ". VNILB is in the UN/LOCODE list; its meaning is assumed"),
    ("phuoc-long-icd", "icd", "Phuoc Long ICD", "ICD Phước Long", "VNIPH",
     (106.75998, 10.81833), (800, 500, 60), {}, "Phuoc Long ICD, " + OSM),
    ("song-than-icd", "icd", "Tan Cang Song Than ICD", "ICD Tân Cảng Sóng Thần", "VNSTC",
     (106.73525, 10.91422), (800, 600, 0), {}, "ICD Tan Cang Song Than, " + OSM),
    ("nhon-trach-icd", "icd", "Tan Cang Nhon Trach ICD", "ICD Tân Cảng Nhơn Trạch", "ICDNHONTRACH",
     (106.925, 10.728), (800, 600, 0), {}, KNOWLEDGE + ", to about 3 km. Not a UN/LOCODE"),
    ("gia-lam-icd", "icd", "Gia Lam ICD", "ICD Gia Lâm", "ICDGIALAM",
     (105.8798, 21.0490), (600, 500, 0), {}, "Beside Gia Lam station (OpenStreetMap, ODbL 1.0); approximate. Not a "
     "UN/LOCODE"),
    ("my-dinh-icd", "icd", "My Dinh ICD (Duc Thuong)", "ICD Mỹ Đình (Đức Thượng)", "ICDMYDINH",
     (105.692, 21.079), (600, 500, 0), {}, KNOWLEDGE + ", to about 2 km. Not a UN/LOCODE"),
    ("tien-son-icd", "icd", "Tien Son ICD", "ICD Tiên Sơn", "ICDTIENSON",
     (105.999, 21.108), (700, 500, 0), {}, KNOWLEDGE + ", to about 2 km. Not a UN/LOCODE"),
    ("hai-linh-icd", "icd", "Hai Linh ICD (Viet Tri)", "ICD Hải Linh (Việt Trì)", "ICDHAILINH",
     (105.430, 21.290), (600, 500, 0), {}, KNOWLEDGE + ", to about 3 km. Not a UN/LOCODE"),
    ("lao-cai-icd", "icd", "Lao Cai ICD (Dong Pho Moi)", "ICD Lào Cai (Đông Phố Mới)", "ICDLAOCAI",
     (103.986, 22.488), (600, 500, -40), {}, KNOWLEDGE + ", to about 2 km. Not a UN/LOCODE"),

    ("noi-bai-airport", "airport", "Noi Bai airport", "Sân bay Nội Bài", "VNHAN",
     (105.806, 21.219), (2000, 1200, -15), {}, KNOWLEDGE + " (aerodrome reference point near 21.22 N 105.81 E)"),
    ("tan-son-nhat-airport", "airport", "Tan Son Nhat airport", "Sân bay Tân Sơn Nhất", "VNSGN",
     (106.65626, 10.81798), (2000, 1300, -15), {}, "Tan Son Nhat aerodrome, " + OSM),

    ("hai-an-bonded-warehouse", "warehouse", "Hai An bonded warehouse", "Kho ngoại quan Hải An", "KNQHAIAN",
     (106.716, 20.812), (600, 500, 0), {}, "Placed by hand in ward Hai An of vn-admin; stands for the bonded "
     "warehouses of the district, not one firm's. Not a UN/LOCODE"),
    ("song-than-bonded-warehouse", "warehouse", "Song Than bonded warehouse", "Kho ngoại quan Sóng Thần", "KNQSONGTHAN",
     (106.7535, 10.9010), (600, 500, 0), {}, "Placed by hand in ward Di An of vn-admin; stands for the bonded "
     "warehouses of the district, not one firm's. Not a UN/LOCODE"),
]

# --- Small zones ---------------------------------------------------------------------------------------------------
# id, kind, name, nameVi, place, radius m, extra properties, route it is put on (or None), source.
REST = "Placed by hand on the route's centre line; a demo place, not a surveyed rest stop"
SMALL_ZONES = [
    ("doc-quyt-checkpoint", "checkpoint", "Doc Quyt checkpoint", "Trạm kiểm soát liên hợp Dốc Quýt",
     (106.735, 21.824), 200, {}, "hai-phong--huu-nghi",
     "Approximate, by general knowledge: on the main road south of Lang Son, put on the route's centre line"),
    ("dan-tien-checkpoint", "checkpoint", "Km 15 - Dan Tien checkpoint",
     "Trạm kiểm soát liên hợp Km 15 - bến tàu Dân Tiến",
     (107.83693, 21.53569), 200, {}, "hai-phong--mong-cai",
     "OpenStreetMap (ODbL 1.0) through a name search, put on the route's centre line"),

    ("hai-duong-rest-area", "rest-area", "Hai Duong rest area", "Trạm dừng nghỉ Hải Dương",
     (106.450, 20.9675), 200, {}, "hai-phong--huu-nghi", REST),
    ("chi-linh-rest-area", "rest-area", "Chi Linh rest area", "Trạm dừng nghỉ Chí Linh",
     (106.393, 21.190), 200, {}, "hai-phong--huu-nghi", REST),
    ("kep-rest-area", "rest-area", "Kep rest area", "Trạm dừng nghỉ Kép",
     (106.330, 21.430), 200, {}, "hai-phong--huu-nghi", REST),
    ("chi-lang-rest-area", "rest-area", "Chi Lang rest area", "Trạm dừng nghỉ Chi Lăng",
     (106.640, 21.724), 200, {}, "hai-phong--huu-nghi", REST),
    ("cu-chi-rest-area", "rest-area", "Cu Chi rest area", "Trạm dừng nghỉ Củ Chi",
     (106.520, 10.946), 200, {}, "cat-lai--moc-bai", REST),
    ("trang-bang-rest-area", "rest-area", "Trang Bang rest area", "Trạm dừng nghỉ Trảng Bàng",
     (106.400, 11.014), 200, {}, "cat-lai--moc-bai", REST),
    ("go-dau-rest-area", "rest-area", "Go Dau rest area", "Trạm dừng nghỉ Gò Dầu",
     (106.290, 11.072), 200, {}, "cat-lai--moc-bai", REST),
    ("tien-yen-rest-area", "rest-area", "Tien Yen rest area", "Trạm dừng nghỉ Tiên Yên",
     (107.450, 21.338), 200, {}, "hai-phong--mong-cai", REST),
    ("phu-tho-rest-area", "rest-area", "Phu Tho rest area", "Trạm dừng nghỉ Phú Thọ",
     (105.180, 21.377), 200, {}, "hai-phong--lao-cai", REST),
    ("yen-bai-rest-area", "rest-area", "Yen Bai rest area", "Trạm dừng nghỉ Yên Bái",
     (104.800, 21.740), 200, {}, "hai-phong--lao-cai", REST),
    ("khe-sanh-rest-area", "rest-area", "Khe Sanh rest area", "Trạm dừng nghỉ Khe Sanh",
     (106.720, 16.632), 200, {}, "cua-viet--lao-bao", REST),

    ("kep-transshipment-yard", "forbidden", "Demo transshipment yard near Kep", "Bãi sang tải (minh hoạ) gần Kép",
     (106.400, 21.445), 400, {}, None,
     "Invented for the demonstration: it lies 2 to 5 km off the route, and no such yard is claimed to exist there"),
    ("cu-chi-transshipment-yard", "forbidden", "Demo transshipment yard near Cu Chi",
     "Bãi sang tải (minh hoạ) gần Củ Chi",
     (106.460, 11.015), 400, {}, None,
     "Invented for the demonstration: it lies 2 to 5 km off the route, and no such yard is claimed to exist there"),
]

# --- Routes --------------------------------------------------------------------------------------------------------
# id, name, nameVi, origin zone, destination zone, network nodes to pass (first and last included), points by hand
# between the last node and the gate.
HAI_PHONG_NODE = (106.746, 20.843)
LACH_HUYEN_NODE = (106.896, 20.805)
ROUTES = [
    ("hai-phong--huu-nghi", "Hai Phong - Huu Nghi", "Hải Phòng - Hữu Nghị", "hai-phong-port", "huu-nghi-gate",
     [HAI_PHONG_NODE, (106.710, 21.968)], []),
    ("lach-huyen--huu-nghi", "Lach Huyen - Huu Nghi", "Lạch Huyện - Hữu Nghị", "lach-huyen-port", "huu-nghi-gate",
     [LACH_HUYEN_NODE, (106.710, 21.968)], []),
    ("hai-phong--tan-thanh", "Hai Phong - Tan Thanh", "Hải Phòng - Tân Thanh", "hai-phong-port", "tan-thanh-gate",
     [HAI_PHONG_NODE, (106.658, 21.999)], []),
    ("hai-phong--mong-cai", "Hai Phong - Mong Cai", "Hải Phòng - Móng Cái", "hai-phong-port", "mong-cai-gate",
     [HAI_PHONG_NODE, (106.765, 20.938), (107.350, 21.089), (107.951, 21.534)], []),
    ("hai-phong--lao-cai", "Hai Phong - Lao Cai", "Hải Phòng - Lào Cai", "hai-phong-port", "lao-cai-gate",
     [HAI_PHONG_NODE, (105.954, 21.010), (105.908, 21.076), (105.827, 21.124), (105.779, 21.159), (105.681, 21.235),
      (105.257, 21.284), (103.966, 22.474)], []),
    ("cat-lai--moc-bai", "Cat Lai - Moc Bai", "Cát Lái - Mộc Bài", "cat-lai-port", "moc-bai-gate",
     [(106.789, 10.758), (106.792, 10.821), (106.743, 10.873), (106.647, 10.861), (106.266, 11.083)], []),
    ("cai-mep--cat-lai", "Cai Mep - Cat Lai", "Cái Mép - Cát Lái", "cai-mep-port", "cat-lai-port",
     [(107.068, 10.552), (106.789, 10.758)], []),
    ("cua-viet--lao-bao", "Cua Viet - Lao Bao", "Cửa Việt - Lao Bảo", "cua-viet-port", "lao-bao-gate",
     [(107.085, 16.843), (106.742, 16.635)], [(106.60065, 16.61406)]),
]
MAIN_ROUTES = ["hai-phong--huu-nghi", "cat-lai--moc-bai"]

# Where lorries wait at facilities that no route ends at, or that routes leave by another road: the network's nodes that
# lead to the facility, the last of them joined to its middle by a straight segment.
APPROACHES = {
    "hai-phong-port": [(106.741, 20.831)],
    "phuoc-long-icd": [(106.771, 10.845), (106.758, 10.818)],
    "tan-son-nhat-airport": [(106.664, 10.803)],
}

# Bridges that the network lacks, joined by hand with one straight edge.
BRIDGED_GAPS = [
    ((106.747, 20.806), (106.795, 20.806)),  # Tan Vu - Lach Huyen bridge
    ((106.765, 20.938), (106.774, 20.941)),  # towards Quang Yen
    ((107.360, 21.205), (107.366, 21.223)),  # Ba Che - Tien Yen
]


# --- Geometry on a small plane -------------------------------------------------------------------------------------
def distance(a, b):
    """Great-circle distance in metres between two (lon, lat)."""
    la, lb = math.radians(a[1]), math.radians(b[1])
    h = (math.sin((lb - la) / 2) ** 2
         + math.cos(la) * math.cos(lb) * math.sin(math.radians(b[0] - a[0]) / 2) ** 2)
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(h))


def to_plane(origin, p):
    """Metres east and north of `origin`: good to a few centimetres over some kilometres."""
    k = math.radians(1) * EARTH_RADIUS
    return ((p[0] - origin[0]) * k * math.cos(math.radians(origin[1])), (p[1] - origin[1]) * k)


def from_plane(origin, v):
    k = math.radians(1) * EARTH_RADIUS
    return (round(origin[0] + v[0] / (k * math.cos(math.radians(origin[1]))), 5), round(origin[1] + v[1] / k, 5))


def nearest_on_line(line, p):
    """(distance in metres, the nearest point, metres along the line)."""
    best, along = None, 0.0
    for a, b in zip(line, line[1:]):
        ax, ay = to_plane(p, a)
        bx, by = to_plane(p, b)
        dx, dy = bx - ax, by - ay
        length2 = dx * dx + dy * dy
        t = 0.0 if length2 == 0 else max(0.0, min(1.0, -(ax * dx + ay * dy) / length2))
        x, y = ax + t * dx, ay + t * dy
        d = math.hypot(x, y)
        length = distance(a, b)
        if best is None or d < best[0]:
            best = (d, (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])), along + t * length)
        along += length
    return best


def length_of(line):
    return sum(distance(a, b) for a, b in zip(line, line[1:]))


def rectangle(centre, size):
    """A closed counter-clockwise ring."""
    length, breadth, angle = size
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    ring = [from_plane(centre, (x * length / 2 * c - y * breadth / 2 * s, x * length / 2 * s + y * breadth / 2 * c))
            for x, y in corners]
    return ring + ring[:1]


def inside(ring, p):
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
        if (y1 > p[1]) != (y2 > p[1]) and p[0] < (x2 - x1) * (p[1] - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


def signed_area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) / 2


def crosses(a, b, c, d):
    """True where segment ab meets segment cd."""
    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
    return side(a, b, c) * side(a, b, d) <= 0 and side(c, d, a) * side(c, d, b) <= 0


def line_meets_ring(line, ring):
    return any(inside(ring, p) for p in line) or any(
        crosses(a, b, c, d) for a, b in zip(line, line[1:]) for c, d in zip(ring, ring[1:]))


def distance_line_ring(line, ring):
    """Metres between them; 0 where they meet."""
    if line_meets_ring(line, ring):
        return 0.0
    return min(min(nearest_on_line(line, p)[0] for p in ring), min(nearest_on_line(ring, p)[0] for p in line))


def strip(line, half_width):
    """The ring `half_width` metres around a gently bending line, counter-clockwise, with flat ends."""
    origin = line[0]
    points = [to_plane(origin, p) for p in line]
    left, right = [], []
    for i, p in enumerate(points):
        before = points[max(i - 1, 0)], points[max(i, 1)]
        after = points[min(i, len(points) - 2)], points[min(i + 1, len(points) - 1)]
        n1, n2 = normal(*before), normal(*after)
        mx, my = n1[0] + n2[0], n1[1] + n2[1]
        scale = 2 / (mx * mx + my * my)  # mitre
        if scale * math.hypot(mx, my) > 2:
            raise SystemExit("a queue's road bends too sharply")
        left.append((p[0] + mx * scale * half_width, p[1] + my * scale * half_width))
        right.append((p[0] - mx * scale * half_width, p[1] - my * scale * half_width))
    ring = [from_plane(origin, v) for v in right + left[::-1]]
    return ring + ring[:1]


def normal(a, b):
    dx, dy = b[0] - a[0], b[1] - a[1]
    n = math.hypot(dx, dy)
    return (-dy / n, dx / n)


def queue_ring(route, gate_ring):
    """The zone around the last kilometre of `route` before it enters the gate, clear of the gate itself."""
    step, total = 5.0, length_of(route)
    end = next(s for s in (i * step for i in range(int(total / step), 0, -1)) if not inside(gate_ring, at(route, s)))
    while True:
        ring = strip(part(route, end - QUEUE_LENGTH, end), QUEUE_HALF_WIDTH)
        if distance_line_ring(ring, gate_ring) >= QUEUE_GAP:
            return ring
        end -= step


def part(route, start, end):
    """The stretch of `route` between two distances in metres from its start."""
    corners, along = [], 0.0
    for a, b in zip(route, route[1:]):
        along += distance(a, b)
        if start + 30 < along < end - 30:  # a corner at the very end would only dent the strip
            corners.append(b)
    return [at(route, start)] + corners + [at(route, end)]


def at(line, metres):
    for a, b in zip(line, line[1:]):
        d = distance(a, b)
        if metres <= d:
            return (a[0] + (b[0] - a[0]) * metres / d, a[1] + (b[1] - a[1]) * metres / d)
        metres -= d
    return line[-1]


# --- Network -------------------------------------------------------------------------------------------------------
def load_network(data):
    with open(os.path.join(data, "vn-highways", "highways_vn_bbox.geojson"), encoding="utf-8") as f:
        features = json.load(f)["features"]
    edges = [tuple(tuple(c) for c in feature["geometry"]["coordinates"]) for feature in features]
    network = {}
    for a, b in edges + BRIDGED_GAPS:
        network.setdefault(a, {})[b] = network.setdefault(b, {})[a] = distance(a, b)
    return network


def shortest_path(network, start, goal):
    """Dijkstra; equal lengths are settled by coordinates, so the answer does not depend on the run."""
    best, before, queue = {start: 0.0}, {}, [(0.0, start)]
    while queue:
        cost, node = heapq.heappop(queue)
        if node == goal:
            break
        if cost > best[node]:
            continue
        for neighbour in sorted(network[node]):
            total = cost + network[node][neighbour]
            if total < best.get(neighbour, math.inf):
                best[neighbour], before[neighbour] = total, node
                heapq.heappush(queue, (total, neighbour))
    if goal not in best:
        raise SystemExit(f"no path from {start} to {goal}")
    path = [goal]
    while path[-1] != start:
        path.append(before[path[-1]])
    return path[::-1]


def route_line(network, origin, destination, nodes, by_hand):
    line = [origin]
    for a, b in zip(nodes, nodes[1:]):
        line += shortest_path(network, a, b)[0 if len(line) == 1 else 1:]
    return line + by_hand + [destination]


# --- Features ------------------------------------------------------------------------------------------------------
def feature(kind_properties, geometry_type, coordinates):
    return {"type": "Feature", "properties": kind_properties,
            "geometry": {"type": geometry_type, "coordinates": coordinates}}


def properties(id, kind, name, name_vi, **more):
    return {"id": id, "kind": kind, "name": name, "nameVi": name_vi, **more}


def queue_of(facility):
    """The id of a facility's queue: its own, with the last word replaced."""
    return facility.rsplit("-", 1)[0] + "-queue"


def build(data):
    network = load_network(data)
    rings, centres, codes, features = {}, {}, {}, []
    for id, kind, name, name_vi, code, centre, size, extra, source in FACILITIES:
        rings[id], centres[id], codes[id] = rectangle(centre, size), centre, code
        features.append(feature(properties(id, kind, name, name_vi, facility=code, **extra, source=source + OUTLINE),
                                "Polygon", [rings[id]]))

    routes, gate_route = {}, {}
    for id, name, name_vi, origin, destination, nodes, by_hand in ROUTES:
        routes[id] = route_line(network, centres[origin], centres[destination], nodes, by_hand)
        gate_route.setdefault(destination, id)

    for id, kind, name, name_vi, code, _, _, _, _ in FACILITIES:
        if kind == "border-gate":
            line, words = routes[gate_route[id]], f"the route {gate_route[id]} before the gate"
        elif id in APPROACHES:
            nodes = APPROACHES[id]
            line = list(dict.fromkeys(route_line(network, nodes[0], centres[id], nodes, [])))  # each place once
            words = f"an approach from the network's node {nodes[0][0]} {nodes[0][1]}, its last part straight"
        else:
            continue
        rings[queue_of(id)] = ring = queue_ring(line, rings[id])
        features.append(feature(
            properties(queue_of(id), "queue", f"Queue at {name}", f"Hàng chờ {name_vi}", gate=code,
                       source=f"The last kilometre of {words}, {QUEUE_HALF_WIDTH} m to each side; a derived place, (c) "
                              "OpenStreetMap contributors, ODbL 1.0"),
            "Polygon", [ring]))

    for id, kind, name, name_vi, place, radius, extra, on_route, source in SMALL_ZONES:
        if on_route is not None:
            place = tuple(round(c, 5) for c in nearest_on_line(routes[on_route], place)[1])
        centres[id] = place
        features.append(feature(properties(id, kind, name, name_vi, radius=radius, **extra, source=source),
                                "Point", place))

    for id, name, name_vi, _, _, nodes, by_hand in ROUTES:
        notes = []
        if len(nodes) > 2:
            notes.append("led by hand over chosen nodes, to keep lorries on the ring roads or the coast road")
        if any(set(gap) == {a, b} for gap in BRIDGED_GAPS for a, b in zip(routes[id], routes[id][1:])):
            notes.append("a bridge missing from the network was joined by hand")
        if by_hand:
            notes.append("the last part, missing from the network, runs over GeoNames (CC BY 4.0) Lao Bao")
        features.append(feature(
            properties(id, "route", name, name_vi, width=ROUTE_WIDTH, source="; ".join([ROUTE_SOURCE] + notes)),
            "LineString", routes[id]))
    check(features, rings, centres, codes, routes)
    return features, routes


# --- Rules the result must keep ------------------------------------------------------------------------------------
def check(features, rings, centres, codes, routes):
    problems = []
    ids = [f["properties"]["id"] for f in features]
    if len(set(ids)) != len(ids):
        problems.append("an id is used twice")
    if len(set(codes.values())) != len(codes):
        problems.append("a facility code is used twice")
    for id, ring in rings.items():
        if ring[0] != ring[-1] or signed_area(ring) <= 0:
            problems.append(f"{id}: ring not closed or not counter-clockwise")
        edges = list(zip(ring, ring[1:]))
        for i in range(len(edges)):
            for j in range(i + 2, len(edges)):
                if (i, j) != (0, len(edges) - 1) and crosses(*edges[i], *edges[j]):
                    problems.append(f"{id}: ring crosses itself")
    for a in rings:
        for b in rings:
            if a < b and (line_meets_ring(rings[a], rings[b]) or inside(rings[a], rings[b][0])):
                problems.append(f"{a} overlaps {b}")
    for id, _, _, origin, destination, _, _ in ROUTES:
        line = routes[id]
        if not inside(rings[origin], line[0]) or not inside(rings[destination], line[-1]):
            problems.append(f"{id}: does not start and end inside its facilities")
        for facility in codes:
            if facility not in (origin, destination):
                clear = distance_line_ring(line, rings[facility])
                if clear <= ROUTE_WIDTH:
                    problems.append(f"{id}: {clear:.0f} m from {facility}")
        for zone, ring in rings.items():
            if zone.endswith("-queue") and zone != queue_of(destination):
                if line_meets_ring(line, ring):
                    problems.append(f"{id}: crosses {zone}")
        for small, kind, _, _, _, radius, _, on_route, _ in SMALL_ZONES:
            d = nearest_on_line(line, centres[small])[0]
            if kind == "forbidden" and d <= radius + ROUTE_WIDTH:
                problems.append(f"{id}: {d:.0f} m from {small}")
            if kind == "forbidden" and id in MAIN_ROUTES and d < 10000 and not 2000 <= d <= 5000:
                problems.append(f"{id}: {small} is {d:.0f} m off, not 2 to 5 km")
            if on_route == id and d > 50:
                problems.append(f"{id}: {small} is {d:.0f} m off")
    if problems:
        raise SystemExit("\n".join(problems))


def dump(features):
    """One feature a line: readable in a diff."""
    lines = [json.dumps(f, ensure_ascii=False, separators=(", ", ": ")) for f in features]
    head = ('{"type": "FeatureCollection",\n'
            '"attribution": "Routes and some places (c) OpenStreetMap contributors, ODbL 1.0; Lao Bao from GeoNames, '
            'CC BY 4.0; World Port Index, public domain. See geography/SOURCES.md",\n'
            '"features": [\n')
    return head + ",\n".join(lines) + "\n]}\n"


def main():
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    default = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "zones.geojson")
    features, routes = build(sys.argv[1])
    with open(sys.argv[2] if len(sys.argv) == 3 else default, "w", encoding="utf-8") as f:
        f.write(dump(features))
    for id, line in routes.items():
        print(f"{id}: {length_of(line) / 1000:.1f} km, {len(line)} points", file=sys.stderr)


if __name__ == "__main__":
    main()
