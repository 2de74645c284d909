"""One frame: the stage, the shadow, the person, the muscles, the ink and the arrows."""

from dataclasses import dataclass

from PIL import Image

from bot.domain.figure.camera import HEIGHT, WIDTH, View, fitted
from bot.domain.figure.skeleton import Skeleton, solve
from bot.domain.figure.spec import FigureSpec, Point
from bot.pictures.figure import decals, marks, outlines, shading, stage, tints
from bot.pictures.figure.buffers import painted
from bot.pictures.figure.solids import body, things

Arrow = tuple[Point, Point, Point]


@dataclass(frozen=True)
class Scene:
    """A figure ready to be drawn: camera and still surroundings are made once."""

    spec: FigureSpec
    view: View
    backdrop: Image.Image

    @classmethod
    def of(cls, spec: FigureSpec) -> "Scene":
        view = fitted(spec)
        return cls(spec, view, stage.backdrop(spec, view))

    def frame(self, s: Skeleton, arrows: tuple[Arrow, ...] = (), *, zoom: int = 1) -> Image.Image:
        """The finished picture of a skeleton, 480x360 pixels times `zoom` (1 to 3)."""
        image, view = self.backdrop.copy(), self.view
        spheres = [*body(s), *things(self.spec, s)]
        stage.cast_shadow(image, [*spheres, *stage.chair_feet(self.spec)], view)
        stage.furniture(image, self.spec, view)
        buffers = painted(spheres, view)
        shading.shade(image, buffers, shading.far_limbs(s, view))
        tints.tint(image, buffers, view, [decals.muscle(s, name) for name in self.spec.muscles])
        tints.face(image, buffers, view, s)
        outlines.outline(image, buffers, view, s)
        for arrow in arrows:
            marks.arrow(image, view, arrow)
        return image.resize((WIDTH * zoom, HEIGHT * zoom), Image.Resampling.LANCZOS)

    def still(self, *, zoom: int = 1) -> Image.Image:
        pose = self.spec.poses[self.spec.still]
        return self.frame(solve(self.spec.posture, pose), pose.arrows, zoom=zoom)
