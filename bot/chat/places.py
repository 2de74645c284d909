"""Where something failed, without the values: messages and locals may hold health data."""


def place_of(error: BaseException) -> str:
    """The error's type and the innermost line it came from."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{where}"
