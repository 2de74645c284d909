"""What JSON holds, as types."""

from typing import Any, TypeAlias

Value: TypeAlias = Any
Json: TypeAlias = dict[str, Any]
