// What is drawn of an area: its edges as great circles, circles and corridors as rings.
//
// It is for the eye. What conflicts is decided by the node, on the sphere of clause 30.

const RADIUS_M = 6_371_008.8;
const LONGEST = 0.5 * Math.PI / 180;
const TURN = 48;
const rad = (deg) => deg * Math.PI / 180;
const deg = (angle) => angle * 180 / Math.PI;

const part = (value, halves, width) => `${Math.abs(value).toFixed(5).padStart(width, "0")} ${halves[value < 0 ? 1 : 0]}`;

/** A point as officers type it. */
export function written(lng, lat) {
  const lon = ((lng + 180) % 360 + 360) % 360 - 180;
  return `${part(lat, "NS", 8)} ${part(lon, "EW", 9)}`;
}

/** Where one comes from a point towards a bearing, after a distance in metres. */
export function ahead([lon, lat], bearing, far_m) {
  const d = far_m / RADIUS_M, a = rad(lat), b = rad(bearing);
  const sin = Math.sin(a) * Math.cos(d) + Math.cos(a) * Math.sin(d) * Math.cos(b);
  const east = Math.atan2(Math.sin(b) * Math.sin(d) * Math.cos(a), Math.cos(d) - Math.sin(a) * sin);
  return [lon + deg(east), deg(Math.asin(Math.max(-1, Math.min(1, sin))))];
}

/** How far two points lie apart, in metres. */
export function apart([lon1, lat1], [lon2, lat2]) {
  const a = rad(lat1), b = rad(lat2);
  const h = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(rad(lon2 - lon1) / 2) ** 2;
  return 2 * RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

function towards([lon1, lat1], [lon2, lat2]) {
  const a = rad(lat1), b = rad(lat2), east = rad(lon2 - lon1);
  return deg(Math.atan2(Math.sin(east) * Math.cos(b), Math.cos(a) * Math.sin(b) - Math.sin(a) * Math.cos(b) * Math.cos(east)));
}

/** A line along great circles, its longitudes without a leap at 180 degrees. */
function along(points) {
  const found = [points[0]];
  for (const to of points.slice(1)) {
    const from = found.at(-1);
    const end = [to[0] + 360 * Math.round((from[0] - to[0]) / 360), to[1]];
    const far = apart(from, end), bearing = towards(from, end);
    const steps = Math.ceil(far / RADIUS_M / LONGEST);
    for (let at = 1; at < steps; at += 1) found.push(ahead(from, bearing, far * at / steps));
    found.push(end);
  }
  return found;
}

function circle(center, far_m) {
  return Array.from({ length: TURN + 1 }, (_, at) => ahead(center, 360 * (at % TURN) / TURN, far_m));
}

function corridor(points, width_m) {
  const line = along(points), half = width_m / 2;
  const side = (way, out) => way.slice(0, -1).flatMap((from, at) => {
    const bearing = towards(from, way[at + 1]) + out;
    return [ahead(from, bearing, half), ahead(way[at + 1], bearing, half)];
  });
  const cap = (at, from) => Array.from({ length: TURN / 2 + 1 }, (_, n) => ahead(at, from + 360 * n / TURN, half));
  const first = towards(line[0], line[1]), last = towards(line.at(-2), line.at(-1));
  const ring = [...side(line, -90), ...cap(line.at(-1), last - 90), ...side([...line].reverse(), -90), ...cap(line[0], first + 90)];
  return [...ring, ring[0]];
}

/** A feature with the geometry that is drawn; a point without a radius stays one. */
export function drawn(feature) {
  const { type, coordinates } = feature.geometry;
  const { radius_m, width_m } = feature.properties;
  let geometry = feature.geometry;
  if (type === "Point" && radius_m) geometry = { type: "Polygon", coordinates: [circle(coordinates, radius_m)] };
  else if (type === "LineString" && width_m) geometry = { type: "Polygon", coordinates: [corridor(coordinates, width_m)] };
  else if (type === "Polygon") geometry = { type, coordinates: coordinates.map(along) };
  else if (type === "MultiPolygon") geometry = { type, coordinates: coordinates.map((rings) => rings.map(along)) };
  return { ...feature, geometry };
}

/** The corners of the box about some features: south-west and north-east. */
export function bounds(features) {
  const box = [[Infinity, Infinity], [-Infinity, -Infinity]];
  const take = (given) => {
    if (typeof given[0] !== "number") return given.forEach(take);
    for (const axis of [0, 1]) {
      box[0][axis] = Math.min(box[0][axis], given[axis]);
      box[1][axis] = Math.max(box[1][axis], given[axis]);
    }
  };
  for (const each of features) take(each.geometry.coordinates);
  return box;
}
