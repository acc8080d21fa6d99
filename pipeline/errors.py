"""What can go wrong and how it is told.

Bad input inside a night is a value (`Rejected` in `pipeline.calls.recording`); bad input to a
command is a `UserError`: one sentence that names the thing, the place and the remedy. Anything
else that escapes is a bug.
"""


class UserError(Exception):
    """Something the user gave cannot be used. The message is shown as it is, without a traceback.

    The command line turns it into `exit_status` (2 for usage, 1 where input was found wanting).
    """

    def __init__(self, message: str, *, exit_status: int = 2) -> None:
        super().__init__(message)
        self.message = message
        self.exit_status = exit_status

    def __reduce__(self) -> tuple[object, ...]:
        """Survive pickling: Prefect carries exceptions between threads and processes."""
        return (_user_error, (self.message, self.exit_status))


def _user_error(message: str, exit_status: int) -> UserError:
    return UserError(message, exit_status=exit_status)
