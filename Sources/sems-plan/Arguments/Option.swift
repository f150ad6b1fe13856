import PowerShare

/// An option in the table from which parsing, help and completions are made.
struct Option: Equatable, Sendable {
  /// The long name, without its dashes.
  let name: String
  /// The one-letter name.
  var letter: Character?
  /// The kind of value it takes; nil for a flag.
  var value: Value?
  let help: String
  /// Whether it may be given more than once.
  var isRepeatable = false

  /// The kinds of values that options take.
  enum Value: Equatable, Sendable {
    /// The name of a file.
    case file
    /// One of several words.
    case choice([String])
    /// Any text, with its placeholder in help.
    case text(String)

    /// The name of the value in help.
    var placeholder: String {
      switch self {
      case .file: "FILE"
      case .choice(let words):
        words.count > 4 ? "NAME" : words.joined(separator: "|")
      case .text(let name): name
      }
    }
  }
}

extension Option {
  static let config = Option(
    name: "config", letter: "c", value: .file,
    help: "The station: JSON or CSV. Not needed where the timeline begins with it.")
  static let timeline = Option(
    name: "timeline", letter: "t", value: .file,
    help: "The events: JSON, NDJSON or CSV, by extension or content; - is standard input.")
  static let format = Option(
    name: "format", letter: "f", value: .choice(["table", "json", "ndjson", "csv"]),
    help: "How results are written (default: table, or by the extension of -o).")
  static let explainFormat = Option(
    name: "format", letter: "f", value: .choice(["text", "json"]),
    help: "How the explanation is written (default: text).")
  static let output = Option(
    name: "output", letter: "o", value: .file,
    help: "Write results to FILE, which is replaced only when all is well.")
  static let per = Option(
    name: "per", value: .choice(["session", "charger", "station", "connector"]),
    help: "What a row is about (default: session).")
  static let every = Option(
    name: "every", value: .text("DURATION"),
    help: "Write intervals such as 15m instead of ticks: energy and mean power of each.")
  static let from = Option(
    name: "from", value: .text("TIME"), help: "Write nothing before TIME.")
  static let until = Option(
    name: "until", value: .text("TIME"), help: "End the replay at TIME, which is left out.")
  static let step = Option(
    name: "step", value: .text("KW"), help: "The unit in which power is shared (default: 1).")
  static let reallocation = Option(
    name: "reallocation", value: .choice(["immediate", "on-update"]),
    help: "When a new allocation takes effect (default: immediate).")
  static let policy = Option(
    name: "policy", value: .choice(PolicyChoice.allCases.map(\.rawValue)),
    help: "How power is shared: "
      + PolicyChoice.allCases.map(\.rawValue).joined(separator: ", ") + " (default: fair).")
  static let replan = Option(
    name: "replan", value: .text("DURATION"),
    help: "How often least-laxity looks again (default: 5m).")
  static let onBusy = Option(
    name: "on-busy", value: .choice(["error", "wait"]),
    help: "A named connector in use is an error, or is waited for (default: error).")
  static let reportEvery = Option(
    name: "report-every", value: .text("DURATION"),
    help: "With on-update: let every session report what it draws at that interval.")
  static let sort = Option(
    name: "sort", help: "Sort the events by time first, in memory.")
  static let onError = Option(
    name: "on-error", value: .choice(["stop", "skip"]),
    help: "End at the first bad event, or leave bad events out (default: stop).")
  static let strict = Option(name: "strict", help: "Make warnings errors.")
  static let expect = Option(
    name: "expect", value: .file,
    help: "Compare the result with FILE instead of writing it; exit 1 where they differ.")
  static let summary = Option(
    name: "summary", value: .file, help: "Write the summary on its own to FILE, as JSON.")
  static let sessions = Option(
    name: "sessions", value: .file,
    help: "Write a row for each vehicle to FILE: .csv, .tsv, .ndjson or .json.")
  static let require = Option(
    name: "require", value: .text("RULE"),
    help: "Exit 1 unless the summary, as it is shown, satisfies RULE, such as servedShare>=0.95; "
      + "repeatable.",
    isRepeatable: true)
  static let requireFile = Option(
    name: "require-file", value: .file, help: "Rules from FILE, one a line; # begins a comment.",
    isRepeatable: true)
  static let delimiter = Option(
    name: "delimiter", value: .text("CHARACTER"),
    help: "Between CSV fields: , or ; (with decimal commas) or tab.")
  static let timeFormat = Option(
    name: "time-format", value: .choice(["rfc3339", "local"]),
    help: "Times in CSV: with offset, or as spreadsheets read them (default: rfc3339).")
  static let at = Option(
    name: "at", value: .text("TIME"), help: "Explain the allocation in force at TIME.")
  static let tick = Option(
    name: "tick", value: .text("N"), help: "Explain the allocation of tick N, counted from 1.")
  static let timelineFormat = Option(
    name: "format", letter: "f", value: .choice(["csv", "json", "ndjson"]),
    help: "How the timeline is written (default: csv, or by the extension of -o).")
  static let generateConfig = Option(
    name: "config", letter: "c", value: .file,
    help: "The station: its vehicle types come, and its limits tell how long they take.")
  static let generateFrom = Option(
    name: "from", value: .text("TIME"),
    help: "Begin at TIME: a date-time, or with --tz a date.")
  static let days = Option(
    name: "days", value: .text("N"), help: "How many days (default: 1).")
  static let sessionsPerDay = Option(
    name: "sessions-per-day", value: .text("N"), help: "The mean number of arrivals a day.")
  static let profile = Option(
    name: "profile", value: .text("SITE|FILE"),
    help: "When vehicles come: "
      + SiteKind.allCases.map(\.rawValue).joined(separator: ", ")
      + " (default: urban), or a file of 24 hourly weights, or 168 from Monday 00:00.")
  static let timeZone = Option(
    name: "tz", value: .text("ZONE"),
    help: "Local time: a name such as Europe/Paris or a POSIX rule (default: the offset of --from)."
  )
  static let dispersion = Option(
    name: "dispersion", value: .text("RATIO"),
    help: "Variance ÷ mean of the arrivals of a day (default: 1, which is Poisson).")
  static let vehicles = Option(
    name: "vehicles", value: .text("MIX"),
    help: "Types of the config or kW, with weights: compact:3,150:1 (default: all types).")
  static let energy = Option(
    name: "energy", value: .text("MEAN,SD"),
    help: "What vehicles want, in kWh: its mean and its standard deviation.")
  static let dwell = Option(
    name: "dwell", value: .text("MEAN,SD"),
    help: "How long they stay, such as 45m,20m; longer where they need longer alone.")
  static let seed = Option(
    name: "seed", value: .text("N"), help: "Another seed, other arrivals (default: 1).")
  static let sweepConfig = Option(
    name: "config", letter: "c", value: .file,
    help: "The station, whose grid capacity and policy may vary.")
  static let sweepTimeline = Option(
    name: "timeline", letter: "t", value: .file,
    help: "The events; without it they are generated.")
  static let gridCapacity = Option(
    name: "grid-capacity", value: .text("A:B:STEP"),
    help: "Grid capacities in kW: a range such as 100:1000:50, or a list.")
  static let sweepPolicy = Option(
    name: "policy", value: .text("NAME,..."),
    help: "Policies: " + PolicyChoice.allCases.map(\.rawValue).joined(separator: ", ")
      + " (default: fair).")
  static let sweepSeed = Option(
    name: "seed", value: .text("A:B"), help: "Seeds of generated timelines (default: 1).")
  static let scale = Option(
    name: "scale", value: .text("A:B:STEP"),
    help: "Multiples of --sessions-per-day, such as 0.5:2:0.25.")
  static let shard = Option(
    name: "shard", value: .text("I/N"),
    help: "Run scenarios I, I+N, ... only, for merge to put together.")
  static let seedShare = Option(
    name: "seed-share", value: .text("SHARE"),
    help: "Let that share of the seeds' timelines be enough, such as 0.9 (default: 1).")
  static let sizeFormat = Option(
    name: "format", letter: "f", value: .choice(["table", "json", "csv"]),
    help: "How the answer is written; csv is the curve alone (default: table, or by the "
      + "extension of -o).")
  static let jobs = Option(
    name: "jobs", value: .text("N"),
    help: "How many scenarios to run at once (default: as many as there are processors).")
  static let scenarioFormat = Option(
    name: "format", letter: "f", value: .choice(["table", "json", "ndjson", "csv"]),
    help: "How rows are written (default: table, or by the extension of -o).")
  static let writeConfig = Option(
    name: "write-config", value: .file, help: "Write the station that the records imply, as JSON.")
  static let demand = Option(
    name: "demand", value: .choice(["delivered", "requested"]),
    help: "What vehicles wanted: what they got, or the driver's own figure (default: delivered).")
  static let maxPower = Option(
    name: "max-power", value: .text("KW"),
    help: "What vehicles accept where no record says so (default: the connector's rating).")
  static let anyConnector = Option(
    name: "any-connector", help: "Let vehicles plug in anywhere.")
  static let openLoop = Option(
    name: "open-loop", help: "Replay measured powers as reports (ocpi, ocpp16).")
  static let importTimeZone = Option(
    name: "tz", value: .text("ZONE"),
    help: "The zone of times without an offset, and of the times written (default: UTC).")
  static let map = Option(
    name: "map", value: .text("FIELD=COLUMN,..."), help: "Which column holds what (csv).",
    isRepeatable: true)
  static let dateFormat = Option(
    name: "date-format", value: .text("PATTERN"),
    help: "How times are written: '%d/%m/%Y %H:%M' (csv, elaad; default for csv: ISO 8601).",
    isRepeatable: true)
  static let decimalComma = Option(
    name: "decimal-comma", help: "Decimals have commas, where no semicolon parts fields too (csv).")
  static let charger = Option(
    name: "charger", value: .text("ID"),
    help: "The charger of records that name none (default: the file's name).")
  static let importOnError = Option(
    name: "on-error", value: .choice(["stop", "skip"]),
    help: "Write nothing where a record cannot be read, or leave it out (default: stop).")
  static let errors = Option(
    name: "errors", value: .choice(["text", "json"]),
    help: "How problems are written on standard error (default: text).")
  static let color = Option(
    name: "color", value: .choice(["auto", "always", "never"]),
    help: "Colour on terminals (default: auto; NO_COLOR and TERM=dumb are honoured).")
  static let quiet = Option(
    name: "quiet", letter: "q", help: "Write nothing but errors on standard error.")
  static let help = Option(name: "help", letter: "h", help: "Show help.")
  static let version = Option(name: "version", help: "Show the version.")
}
