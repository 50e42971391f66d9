"""Limits on what an untrusted PDF may contain and use.

The worker that opens a PDF keeps to these limits, and the parent process checks its answers
against them again: each side distrusts the other. The figures were chosen, not measured,
unless a comment says otherwise.
"""

# The file
FILE_BYTES = 100 * 1024 * 1024
HEADER_BYTES = 1024  # "%PDF-" must be within these first bytes
TRAILER_BYTES = 2048  # a whole PDF has "%%EOF" within these last bytes

# The contents
PAGES = 5_000
PAGE_SIDE_POINTS = 14_400.0  # 200 inches, the limit of PDF 1.7 (ISO 32000-1, annex C)
PAGE_SIDE_LEAST = 0.01  # points
FAR_POINTS = 10 * PAGE_SIDE_POINTS  # how far from the page's origin a box may lie
PAGE_CODE_POINTS = 200_000
DOCUMENT_CODE_POINTS = 5_000_000
PAGE_LINKS = 1_000
PAGE_NOTES = 10_000  # annotations that are taken off a page
NOTES_READ = 2_000  # of those of a page; the others are counted
NOTE_CODE_POINTS = 10_000  # of one note or reply
NOTES_CODE_POINTS = 200_000  # of all that a page's notes say
NOTE_BOXES = 500  # lines that one note marks
NOTES_BOXES = 20_000  # on a page
NOTE_REPLIES = 100  # to one note
MARKS_SENT = 20_000  # that are put into one copy of a file
PAGE_LINES = 50_000
OUTLINE_ENTRIES = 10_000
OUTLINE_LEVELS = 32
TITLE_CODE_POINTS = 500  # titles, authors, lines of the outline
LABEL_CODE_POINTS = 50
ADDRESS_CODE_POINTS = 2_000  # of a link
SCANNED_OBJECTS = 100_000  # objects searched for active content
SCAN_SECONDS = 5.0

# Pictures of pages
IMAGE_PIXELS = 40_000_000
SHEET_PIXELS = 16_000_000  # of a whole page: A4 at 288 dpi has 8 million
SHEET_SIDE = 16_000  # pixels of its longer side; WebP allows 16,383
MARKS = 1_000  # boxes drawn into one picture
PICTURE_PIXELS = (
    25_000_000  # of one that is read: a page of A3 at 300 dpi has 17 million
)
LINE_PIXELS = 4_000_000  # of a line
THUMBNAIL_SIDE = 32  # pixels, of every thumbnail
SCALE = 20.0  # pixels per point at most (1,440 dpi)

# The worker process
MEMORY_BYTES = 1024**3  # of address space
OCR_MEMORY_BYTES = 2 * 1024**3  # a page of A4 needs 0.9 GiB (measured)
# Seconds of its own processor time, so that a busy machine refuses no good file.
START_SECONDS = 30.0  # to start Python and load a library, before the PDF is sent
REQUEST_SECONDS = 20.0  # for one page or other answer
DRAW_SECONDS = 10.0  # for one picture
OCR_SECONDS = 90.0  # for one picture; a full page takes 9 s here
DOCUMENT_SECONDS = 600.0  # for all requests to one reader together
CPU_SECONDS = 660  # more than the parent allows, which tells what was too slow
# By the clock: for a worker that sleeps or hangs.
PATIENCE = 10.0  # how many times as long as it may work a worker may take
LOOK_SECONDS = 0.05  # between two looks at what a worker has worked, at least
END_SECONDS = 30.0  # for a killed worker to end

# Messages over the pipe
REQUEST_BYTES = 128 * 1024
ANSWER_BYTES = 16 * 1024 * 1024  # of JSON
PDF_BYTES = 2 * FILE_BYTES  # of a PDF without its annotations
PICTURE_BYTES = PICTURE_PIXELS + 16  # of grey values, with their header
SHEET_BYTES = 3 * SHEET_PIXELS + 16  # of colours, with their header
IMAGE_BYTES = 128 * 1024 * 1024  # of PNG; 40 megapixels of noise take 120 MB

# The pool of workers kept warm
POOL_READERS = 3
IDLE_SECONDS = 60.0
RETIRE_SECONDS = 300.0  # of its processor time; then a reader is replaced by a new one

# Requests that wait for a drawing. A browser loads six pictures of a page at once.
DRAWING_PLACES = 10  # of the server's 16 threads
DRAWINGS_FOR_STRANGERS = 8
DRAWINGS_OF_A_FILE = 6
DRAWING_WAIT_SECONDS = 10.0  # for a turn
DRAWING_RETRY_SECONDS = 5  # after a refusal
FAILED_DRAWING_SECONDS = 3600.0  # before a page that could not be drawn is tried again
