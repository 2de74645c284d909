"""Reading poses and solving skeletons."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.figure.body import FOREARM, POSTURES, SHIN, THIGH, UPPER_ARM
from bot.domain.figure.capsules import Capsule, distance
from bot.domain.figure.ik import two_bones
from bot.domain.figure.motion import legs
from bot.domain.figure.skeleton import solve
from bot.domain.figure.spec import Camera, FigureSpec, Foot, Hand, Neck, Pelvis, Pose, Spine
from bot.domain.figure.vectors import Vec, across, add, dot, length, scale, sub, unit
from bot.pictures.figure import files
from tests.pictures.figure_world import PROGRAMS, bridge, bridge_table

number = st.floats(-0.6, 0.6).map(lambda x: round(x, 4))
point = st.tuples(number, number, number)


@given(point, point, point)
def test_bones_keep_their_length_and_reach_what_can_be_reached(
    root: Vec, goal: Vec, pole: Vec
) -> None:
    middle, end, over = two_bones(root, goal, THIGH, SHIN, pole)
    assert length(sub(middle, root)) == pytest.approx(THIGH, abs=1e-6)
    assert length(sub(end, middle)) == pytest.approx(SHIN, abs=1e-6)
    assert (over > 0) == (length(sub(goal, root)) > (THIGH + SHIN) * 0.999)
    if over == 0 and length(sub(goal, root)) > 0.03:
        assert length(sub(end, goal)) < 1e-6


@given(point, point)
def test_the_knee_points_where_the_pole_says(goal: Vec, pole: Vec) -> None:
    root = (0.0, 0.0, 0.0)
    assume(0.1 < length(goal) < 0.45)
    sideways = across(pole, unit(goal))
    assume(length(sideways) > 0.05)
    middle, _, _ = two_bones(root, goal, THIGH, SHIN, pole)
    assert dot(across(middle, unit(goal)), sideways) > 0


def test_a_figure_hangs_together_all_the_way_through_every_shipped_loop() -> None:
    for name, spec in files.read(PROGRAMS / "exercises").items():
        for leg in legs(spec):
            for t in (0.0, 0.4, 0.8):
                j = leg.at(spec.posture, t).joints
                for side in "lr":
                    bones = (
                        (f"hip_{side}", f"knee_{side}", THIGH),
                        (f"knee_{side}", f"ankle_{side}", SHIN),
                        (f"shoulder_{side}", f"elbow_{side}", UPPER_ARM),
                        (f"elbow_{side}", f"wrist_{side}", FOREARM),
                    )
                    for a, b, size in bones:
                        assert length(sub(j[a], j[b])) == pytest.approx(size, abs=1e-6), name


def test_a_planted_foot_does_not_drift_while_the_hips_rise() -> None:
    spec = bridge()
    down, up = spec.poses
    ankles = [solve("supine", down, up, t).joints["ankle_r"] for t in (0, 0.3, 0.7, 1)]
    assert all(length(sub(a, ankles[0])) < 1e-9 for a in ankles)


def test_both_feet_are_written_once_and_mirrored() -> None:
    joints = solve("supine", bridge().poses[0]).joints
    x, y, z = joints["ankle_r"]
    assert joints["ankle_l"] == pytest.approx((x, y, -z))
    assert z == pytest.approx(0.06)


def test_a_pose_takes_over_what_it_leaves_out_but_not_the_arrow() -> None:
    table = bridge_table()
    table["pose"].append({"name": "again", "foot_r": {"dir": [1, 0.5, 0]}})
    _, up, again = FigureSpec.model_validate(table).poses
    assert again.pelvis == up.pelvis
    assert again.foot_l == up.foot_l
    assert again.arrows == ()
    assert not again.clock
    assert again.foot_r is not None
    assert (again.foot_r.at, again.foot_r.flat) == (None, False)


def test_a_pose_without_hold_is_passed_through_without_stopping() -> None:
    table = bridge_table()
    table["pose"].insert(1, {"name": "through", "hold": 0, "pelvis": {"tilt": -15}})
    spec = FigureSpec.model_validate(table)
    into, out = legs(spec)[:2]

    def moved(leg: int, start: float, end: float) -> float:
        way = (into, out)[leg]
        a, b = (way.at("supine", t).joints["pelvis"] for t in (start, end))
        return length(sub(a, b))

    assert moved(0, 0.9, 1.0) > 3 * moved(0, 0.0, 0.1)
    assert moved(1, 0.0, 0.1) > 3 * moved(1, 0.9, 1.0)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"hodl": 2}, "hodl"),
        ({"hold": "2"}, "hold"),
        ({"clock": 1}, "clock"),
        ({"pelvis": {"tilt": float("nan")}}, "tilt"),
        ({"hand_r": {"at": "thumb:2"}}, "at"),
        ({"move": 0}, "move"),
    ],
)
def test_a_mistyped_pose_is_refused_at_its_place(change: dict[str, object], place: str) -> None:
    with pytest.raises(ValidationError) as caught:
        bridge(**change)
    assert place in {part for error in caught.value.errors() for part in error["loc"]}


def test_the_first_pose_must_place_every_limb() -> None:
    table = bridge_table()
    del table["pose"][0]["hand"]
    with pytest.raises(ValidationError, match="the first pose places no hand_l, hand_r"):
        FigureSpec.model_validate(table)


def test_the_still_must_be_one_of_the_poses() -> None:
    with pytest.raises(ValidationError, match="still = 2 names none of the 2 poses"):
        FigureSpec.model_validate(bridge_table() | {"still": 2})


@given(st.sampled_from(sorted(POSTURES)), st.tuples(*[st.floats(-60, 60)] * 3))
def test_turning_keeps_an_orientation_square(posture: str, turns: tuple[float, ...]) -> None:
    frame = POSTURES[posture].turned(*turns)
    assert dot(frame.cranial, frame.ventral) == pytest.approx(0, abs=1e-9)
    for axis in (frame.cranial, frame.ventral, frame.left):
        assert length(axis) == pytest.approx(1)


@given(point, point, point, point)
def test_the_distance_of_two_limbs_is_the_least_over_their_points(
    a: Vec, b: Vec, c: Vec, d: Vec
) -> None:
    one, two = Capsule("one", a, b, 0), Capsule("two", c, d, 0)
    shares = [i / 8 for i in range(9)]
    sampled = min(length(sub(_along(one, s), _along(two, t))) for s in shares for t in shares)
    found = distance(one, two)
    assert found <= sampled + 1e-9
    longest = max(length(sub(b, a)), length(sub(d, c)))
    assert found >= sampled - longest / 8 - 1e-9


def _along(c: Capsule, t: float) -> Vec:
    return add(scale(c.a, 1 - t), scale(c.b, t))


def test_the_readme_for_therapists_explains_every_key() -> None:
    text = (PROGRAMS / "figures" / "README.md").read_text(encoding="utf-8")
    tables = (FigureSpec, Pose, Camera, Pelvis, Spine, Neck, Foot, Hand)
    keys = {key for table in tables for key in table.model_fields} - {"pose"}
    assert [key for key in keys if not re.search(rf"\b{key}\b", text)] == []
