"""The exercise figure as pure geometry: pose files, skeleton, anatomical checks, camera."""
