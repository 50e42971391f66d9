"""How much a stranger's PDF may ask of us.

The worker that opens a PDF keeps to these limits, and the process that started it checks
them again on what the worker answers: each side distrusts the other.
"""

# The file
FILE_BYTES = 100 * 1024 * 1024
HEADER_BYTES = 1024  # "%PDF-" stands within the first so many

# What it holds
PAGES = 5_000
PAGE_SIDE_POINTS = 14_400.0  # 200 inches, the most that the PDF standard allows
PAGE_SIDE_LEAST = 0.01  # points
FAR_POINTS = 10 * PAGE_SIDE_POINTS  # how far off its page a box may lie
PAGE_CODE_POINTS = 200_000
DOCUMENT_CODE_POINTS = 5_000_000
PAGE_LINKS = 1_000
PAGE_LINES = 50_000
OUTLINE_ENTRIES = 10_000
OUTLINE_LEVELS = 32
TITLE_CODE_POINTS = 500  # titles, authors, lines of the outline
LABEL_CODE_POINTS = 50
ADDRESS_CODE_POINTS = 2_000  # of a link
SCANNED_OBJECTS = 100_000  # for active content
SCAN_SECONDS = 5.0

# Pictures of pages
IMAGE_PIXELS = 40_000_000
MARKS = 1_000  # boxes drawn into one picture
THUMBNAIL_SIDE = 32  # pixels, always as many
SCALE = 20.0  # pixels per point, the most that is drawn (1,440 dpi)

# The worker process
MEMORY_BYTES = 1024**3  # of address space
CPU_SECONDS = 600
START_SECONDS = 30.0  # to start Python and load a library; nothing hostile yet
REQUEST_SECONDS = 20.0  # for a page, an image, the facts
DOCUMENT_SECONDS = 600.0  # for all requests to one reader together
END_SECONDS = 5.0  # for a killed worker to be gone

# What goes over the pipe
REQUEST_BYTES = 128 * 1024
ANSWER_BYTES = 16 * 1024 * 1024  # of JSON
IMAGE_BYTES = 128 * 1024 * 1024  # of PNG; 40 megapixels of noise come to 120 MB

# The pool of workers kept warm
POOL_READERS = 3
IDLE_SECONDS = 60.0
RETIRE_SECONDS = 300.0  # of work; an older reader makes room for a fresh one
