"""Every error of the project that a person can act on.

    VivavoceError
    ├── CodebookError      a code or a codebook file that cannot be used
    ├── UnreadableFile     a transcript or table that cannot be read
    ├── StudyError         a study that cannot be opened, or a change that it refuses
    │   ├── NotFound       a document, code, coding ... that the study does not have
    │   └── Busy           someone else is writing; try again
    └── OptionError        an option whose value makes no sense

A message is a sentence: what is wrong, where (file, paragraph, row), and the way out. It never holds more of a
transcript than a short excerpt of the place at fault.
"""


class VivavoceError(Exception):
    """An error whose message is written for the person who meets it."""


class CodebookError(VivavoceError):
    """A code or a codebook file that cannot be used."""


class UnreadableFile(VivavoceError):
    """A transcript or table that cannot be read."""


class StudyError(VivavoceError):
    """A study that cannot be opened, or a change that it refuses."""


class NotFound(StudyError):
    """A document, code, coding or memo that the study does not have."""


class Busy(StudyError):
    """Another process is writing to the study; nothing was changed."""


class OptionError(VivavoceError):
    """An option whose value makes no sense."""
