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
  /// The help in a few words, if the beginning of `help` does not do.
  var inShort: String?

  /// One line of help: what comes before the default and the details.
  var brief: String {
    if let inShort { return inShort }
    var clause = help.prefix { $0 != ";" && $0 != "(" }
    while let last = clause.last, " .".contains(last) { clause.removeLast() }
    return clause + "."
  }

  /// The kinds of values that options take.
  enum Value: Equatable, Sendable {
    /// The name of a file.
    case file
    /// The name of a file, perhaps behind an id and a sign of equality.
    case namedFile
    /// One of several words.
    case choice([String])
    /// One of several words, or the name of a file.
    case choiceOrFile([String], placeholder: String)
    /// One or several words, separated by commas.
    case list([String], placeholder: String)
    /// A requirement, which begins with the path of a figure.
    case rule
    /// The path of a figure.
    case figure
    /// A time zone.
    case zone
    /// Any text, with its placeholder in help.
    case text(String)

    /// The name of the value in help.
    var placeholder: String {
      switch self {
      case .file: "FILE"
      case .namedFile: "[ID=]FILE"
      case .choice(let words):
        words.count > 5 ? "NAME" : words.joined(separator: "|")
      case .choiceOrFile(_, let name), .list(_, let name), .text(let name): name
      case .rule: "RULE"
      case .figure: "FIGURE"
      case .zone: "ZONE"
      }
    }

    /// Whether it may be the name of a file, which is any bytes.
    var mayBeFile: Bool {
      switch self {
      case .file, .namedFile, .choiceOrFile: true
      case .choice, .list, .rule, .figure, .zone, .text: false
      }
    }
  }
}

extension Option {
  static let config = Option(
    name: "config", letter: "c", value: .file,
    help: "Station config, JSON or CSV; not needed if the timeline begins with one.")
  static let timeline = Option(
    name: "timeline", letter: "t", value: .file,
    help: "Timeline: JSON, NDJSON or CSV, by extension or content; - is standard input.",
    inShort: "Timeline: JSON, NDJSON or CSV.")
  static let format = Option(
    name: "format", letter: "f", value: .choice(["table", "json", "ndjson", "csv", "summary"]),
    help: "Format of the result; summary is what is under a table (default: by the extension of "
      + "-o, or table).",
    inShort: "Format of the result (default: table).")
  static let explainFormat = Option(
    name: "format", letter: "f", value: .choice(["text", "json"]),
    help: "Format of the explanation (default: by the extension of -o, or text).")
  static let boundFormat = Option(
    name: "format", letter: "f", value: .choice(["table", "json"]),
    help: "Format of the bound (default: by the extension of -o, or table).")
  static let output = Option(
    name: "output", letter: "o", value: .file,
    help: "Write to FILE, which is replaced only if the command succeeds.",
    inShort: "Write to FILE instead of standard output.")
  static let per = Option(
    name: "per", value: .choice(["session", "charger", "station", "connector", "group"]),
    help:
      "Write a row per session, charger, station, connector or group of chargers (default: "
      + "session).",
    inShort: "Rows per session, charger, station, connector or group.")
  static let every = Option(
    name: "every", value: .text("DURATION"),
    help: "Write energy and mean power per interval, such as 15m, instead of ticks.",
    inShort: "Write intervals, such as 15m, instead of ticks.")
  static let from = Option(
    name: "from", value: .text("TIME"), help: "Write nothing before TIME.")
  static let load = Option(
    name: "load", value: .namedFile,
    help:
      "Profile of what else draws power behind the grid connection: CSV with time,power (kW) or "
      + "time,energy (kWh); repeatable.",
    isRepeatable: true, inShort: "Profile of another load behind the connection.")
  static let generation = Option(
    name: "generation", value: .namedFile,
    help: "Profile of what is generated behind the grid connection, as in --load; repeatable.",
    isRepeatable: true, inShort: "Profile of what is generated there.")
  static let limit = Option(
    name: "limit", value: .namedFile,
    help: "Profile of limits over time, as in --load or none; ID is a charger or group, without it "
      + "the grid connection is limited; repeatable.",
    isRepeatable: true, inShort: "Profile of limits over time.")
  static let until = Option(
    name: "until", value: .text("TIME"),
    help: "End the replay at TIME, before the events of that time.",
    inShort: "End the replay at TIME.")
  static let step = Option(
    name: "step", value: .text("KW"), help: "Share power in multiples of KW (default: 1).")
  static let reallocation = Option(
    name: "reallocation", value: .choice(["immediate", "on-update"]),
    help: "When a new allocation takes effect (default: immediate).")
  static let policy = Option(
    name: "policy", value: .choice(PolicyChoice.allCases.map(\.rawValue)),
    help: "How power is shared: "
      + PolicyChoice.allCases.map(\.rawValue).joined(separator: ", ") + " (default: fair).",
    inShort: "How power is shared: fair, max-min, first-come, ...")
  static let replan = Option(
    name: "replan", value: .text("DURATION"),
    help: "Interval at which least-laxity shares power again (default: 5m).")
  static let onBusy = Option(
    name: "on-busy", value: .choice(["error", "wait"]),
    help: "If a named connector is in use, report an error or wait (default: error).")
  static let reportEvery = Option(
    name: "report-every", value: .text("DURATION"),
    help: "With on-update: every session reports its power at this interval.")
  static let sort = Option(
    name: "sort", help: "Sort the events by time first; holds them in memory.")
  static let onError = Option(
    name: "on-error", value: .choice(["stop", "skip"]),
    help: "Stop at the first bad event, or skip bad events (default: stop).")
  static let strict = Option(name: "strict", help: "Treat warnings as errors.")
  static let expect = Option(
    name: "expect", value: .file,
    help: "Compare the result with FILE, and exit with 1 if they differ; nothing goes to "
      + "standard output.",
    inShort: "Exit with 1 if the result differs from FILE.")
  static let summary = Option(
    name: "summary", value: .file, help: "Write the summary to FILE, as JSON.",
    inShort: "Write the summary to FILE, as JSON.")
  static let sessions = Option(
    name: "sessions", value: .file,
    help: "Write a row per session to FILE: .csv, .tsv, .ndjson or .json.",
    inShort: "Write a row per session to FILE.")
  static let daily = Option(
    name: "daily", value: .file,
    help: "Write a row per local day to FILE: .csv, .tsv, .ndjson or .json.",
    inShort: "Write a row per local day to FILE.")
  static let report = Option(
    name: "report", value: .file,
    help: "Write a report to FILE, a page of HTML with charts that needs nothing else.",
    inShort: "Write a report to FILE, a page of HTML.")
  static let reportIds = Option(
    name: "report-ids",
    help: "Show the ids of sessions in the report, which may be numbers of cards.")
  static let bound = Option(
    name: "bound",
    help: "Measure the most energy that any way of sharing could deliver; gives the figures of "
      + "bound.",
    inShort: "Measure the most that any way of sharing could deliver.")
  static let tariff = Option(
    name: "tariff", value: .file,
    help: "Tariff, JSON: prices of energy, peaks, grid capacity and export; gives the figures of "
      + "cost.",
    inShort: "Tariff, JSON; gives the figures of cost.")
  static let prices = Option(
    name: "prices", value: .file,
    help: "Prices of energy over time, CSV with time,price, instead of those of the tariff.",
    inShort: "Prices of energy over time, CSV.")
  static let bill = Option(
    name: "bill", value: .file,
    help: "Write a row per month and rule of the tariff to FILE, as CSV.",
    inShort: "Write the bill to FILE, as CSV.")
  static let invest = Option(
    name: "invest", value: .text("PRICES"),
    help: "What is built costs, such as gridCapacity=300/kW@40,battery=400/kWh+120/kW@12, with the "
      + "years of use behind @; its yearly cost joins cost.perYear.",
    inShort: "Prices of what is built, such as gridCapacity=300/kW@40.")
  static let rate = Option(
    name: "rate", value: .text("PERCENT"), help: "Rate of interest a year for --invest, such as 5%."
  )
  static let require = Option(
    name: "require", value: .rule,
    help: "Exit with 1 unless the figures, rounded as shown, meet RULE, such as "
      + "servedShare>=0.95; repeatable.",
    isRepeatable: true, inShort: "Exit with 1 unless RULE, such as servedShare>=0.95.")
  static let requireFile = Option(
    name: "require-file", value: .file,
    help: "Read rules from FILE, one per line; # begins a comment; repeatable.",
    isRepeatable: true,
    inShort: "Read rules from FILE, one per line.")
  static let delimiter = Option(
    name: "delimiter", value: .text("CHARACTER"),
    help: "Delimiter of CSV: , or tab, or ; with decimal commas (default: ,).")
  static let timeFormat = Option(
    name: "time-format", value: .choice(["rfc3339", "local"]),
    help: "Times in CSV: with offset, or local for spreadsheets (default: rfc3339).")
  static let at = Option(
    name: "at", value: .text("TIME"), help: "Explain the allocation in force at TIME.")
  static let tick = Option(
    name: "tick", value: .text("N"), help: "Explain the allocation of tick N, counted from 1.")
  static let timelineFormat = Option(
    name: "format", letter: "f", value: .choice(["csv", "json", "ndjson"]),
    help: "Format of the timeline (default: by the extension of -o, or csv).")
  static let generateConfig = Option(
    name: "config", letter: "c", value: .file,
    help: "Station config, for its vehicle types; nothing else of it is used.",
    inShort: "Station config, for its vehicle types.")
  static let generateFrom = Option(
    name: "from", value: .text("TIME"),
    help: "Start of the timeline: a date-time, or a date with --tz.",
    inShort: "Start: a date-time, or a date with --tz.")
  static let days = Option(
    name: "days", value: .text("N"), help: "Number of days (default: 1).")
  static let sessionsPerDay = Option(
    name: "sessions-per-day", value: .text("N"),
    help: "Mean number of arrivals per day (default: that of a profile from records).",
    inShort: "Mean number of arrivals per day.")
  static let profile = Option(
    name: "profile",
    value: .choiceOrFile(SiteKind.allCases.map(\.rawValue), placeholder: "SITE|FILE"),
    help: "Arrivals over the day: "
      + SiteKind.allCases.map(\.rawValue).joined(separator: ", ")
      + " (default: urban), or a file: 24 hourly weights, 168 from Monday 00:00, or a profile that "
      + "import --write-profile wrote.",
    inShort: "Arrivals over the day: highway, urban, ...")
  static let schedule = Option(
    name: "schedule", value: .file,
    help: "Stays of a fleet instead of arrivals at random: CSV with vehicleId, arrival, departure, "
      + "energyRequested and optional columns.",
    inShort: "Stays of a fleet, CSV, instead of random arrivals.")
  static let timeZone = Option(
    name: "tz", value: .zone,
    help: "Time zone: Europe/Paris, an offset or a POSIX rule (default: that of a profile from "
      + "records, or the offset of --from).",
    inShort: "Time zone, such as Europe/Paris.")
  static let resultTimeZone = Option(
    name: "tz", value: .zone,
    help: "Time zone of times and intervals: Europe/Paris, an offset or a POSIX rule (default: the "
      + "offset of the first event).",
    inShort: "Time zone, such as Europe/Paris.")
  static let scenarioTimeZone = Option(
    name: "tz", value: .zone,
    help: "Time zone of quarter hours, and of generated arrivals (default: the offset of the first "
      + "event, or of --from).",
    inShort: "Time zone, such as Europe/Paris.")
  static let dispersion = Option(
    name: "dispersion", value: .text("RATIO"),
    help: "Variance ÷ mean of the arrivals per day (default: that of a profile from records, or 1, "
      + "which is Poisson).",
    inShort: "Variance ÷ mean of the arrivals per day.")
  static let vehicles = Option(
    name: "vehicles", value: .text("MIX"),
    help: "Types of the config, or kW, with weights: compact:3,150:1 (default: all types).",
    inShort: "Types of the config, or kW, with weights.")
  static let energy = Option(
    name: "energy", value: .text("MEAN,SD"),
    help: "Energy requested in kWh: mean and standard deviation, such as 30,12.",
    inShort: "Energy requested in kWh, such as 30,12.")
  static let dwell = Option(
    name: "dwell", value: .text("MEAN,SD"),
    help: "Length of a stay, such as 45m,20m; at least the time to charge without sharing.",
    inShort: "Length of a stay, such as 45m,20m.")
  static let seed = Option(
    name: "seed", value: .text("N"), help: "Seed of the random numbers (default: 1).")
  static let sweepConfig = Option(
    name: "config", letter: "c", value: .file,
    help: "Station config; several are compared, and rows name each by its stationId; repeatable.",
    isRepeatable: true, inShort: "Station config; several are compared.")
  static let sites = Option(
    name: "sites", value: .file,
    help: "List of sites instead of --config: CSV with site,config and, where a site has its own, "
      + "timeline,sessionsPerDay,profile,tz,seedOffset.",
    inShort: "List of sites instead of --config.")
  static let skipSites = Option(
    name: "skip-sites",
    help: "Give a site that cannot be read or replayed empty figures, and exit with 65 at the end.")
  static let overSeeds = Option(
    name: "over-seeds", value: .choice(OverSeeds.allCases.map(\.rawValue)),
    help: "Write one row for all seeds of a combination: the mean or a percentile of each figure.",
    inShort: "One row for all seeds: the mean or a percentile.")
  static let sweepTimeline = Option(
    name: "timeline", letter: "t", value: .file,
    help: "Timeline; without it, timelines are generated.",
    inShort: "Timeline; without it, timelines are generated.")
  static let chargers = Option(
    name: "chargers", value: .text("A:B:STEP"),
    help: "Numbers of chargers, the first ones of the config: a range such as 4:12:2, or a list.",
    inShort: "Numbers of chargers, such as 4:12:2.")
  static let batteryCapacity = Option(
    name: "battery-capacity", value: .text("A:B:STEP"),
    help: "Capacities of the battery in kWh: a range such as 0:400:100, or a list.",
    inShort: "Battery capacities in kWh, such as 0:400:100.")
  static let batteryPower = Option(
    name: "battery-power", value: .text("A:B:STEP"),
    help: "Powers of the battery in kW; also its charging power, unless the config states another.",
    inShort: "Battery powers in kW, such as 50:200:50.")
  static let gridCapacity = Option(
    name: "grid-capacity", value: .text("A:B:STEP"),
    help: "Grid capacities in kW: a range such as 100:1000:50, or a list.",
    inShort: "Grid capacities in kW, such as 100:1000:50.")
  static let sweepPolicy = Option(
    name: "policy",
    value: .list(PolicyChoice.allCases.map(\.rawValue), placeholder: "NAME,..."),
    help: "Policies: " + PolicyChoice.allCases.map(\.rawValue).joined(separator: ", ")
      + " (default: fair).", inShort: "Policies: fair,max-min,first-come,...")
  static let sizePolicy = Option(
    name: "policy",
    value: .list(PolicyChoice.allCases.map(\.rawValue), placeholder: "NAME,..."),
    help: "How power is shared (default: fair): "
      + PolicyChoice.allCases.map(\.rawValue).joined(separator: ", ")
      + "; several with --minimise or --maximise.", inShort: "How power is shared: fair, ...")
  static let sweepSeed = Option(
    name: "seed", value: .text("A:B"), help: "Seeds of generated timelines (default: 1).")
  static let scale = Option(
    name: "scale", value: .text("A:B:STEP"),
    help: "Multiples of --sessions-per-day, such as 0.5:2:0.25.",
    inShort: "Multiples of the arrivals, such as 0.5:2:0.25.")
  static let shard = Option(
    name: "shard", value: .text("I/N"),
    help: "Run only scenarios I, I+N, ...; merge joins the shards. auto/N takes I from "
      + "JOB_COMPLETION_INDEX, plus 1, or from SLURM_ARRAY_TASK_ID.")
  static let partial = Option(
    name: "partial",
    help: "Merge the shards that there are; the first line says which are missing.")
  static let seedShare = Option(
    name: "seed-share", value: .text("SHARE"),
    help: "Share of the timelines that must meet the rules, such as 0.9 (default: 1).",
    inShort: "Share of the timelines that must meet the rules.")
  static let sure = Option(
    name: "sure", value: .choice(Confidence.allCases.map { "\($0.rawValue)%" }),
    help: "Require that the lower bound of the share, with this confidence, is at least "
      + "--seed-share, instead of the share that was seen.")
  static let minimise = Option(
    name: "minimise", value: .figure,
    help: "Of several axes, answer the combination that meets the rules and has the lowest FIGURE, "
      + "such as energy.unserved.",
    inShort: "Find the combination with the lowest FIGURE.")
  static let maximise = Option(
    name: "maximise", value: .figure,
    help: "The same with the highest FIGURE.")
  static let fromSweep = Option(
    name: "from-sweep", value: .file,
    help: "Answer from the rows of a sweep in FILE (CSV, NDJSON or JSON) instead of running "
      + "anything; repeatable, for all shards of a sweep.",
    isRepeatable: true, inShort: "Answer from the rows of a sweep in FILE.")
  static let sizeFormat = Option(
    name: "format", letter: "f", value: .choice(["table", "json", "csv"]),
    help: "Format of the answer; csv has only the rows (default: by the extension of -o, or "
      + "table).")
  static let compareConfig = Option(
    name: "config", letter: "c", value: .file,
    help: "Station config, JSON or CSV; two to replay the timeline at both, one with two policies; "
      + "repeatable.",
    isRepeatable: true, inShort: "Station config; two to replay the timeline at both.")
  static let compareTimeline = Option(
    name: "timeline", letter: "t", value: .file,
    help: "Timeline to replay twice, instead of comparing two files: JSON, NDJSON or CSV.",
    inShort: "Timeline to replay twice, instead of two files.")
  static let comparePolicy = Option(
    name: "policy",
    value: .list(PolicyChoice.allCases.map(\.rawValue), placeholder: "NAME,NAME"),
    help: "Two policies to compare at one station, or the policy of both stations (default: fair): "
      + PolicyChoice.allCases.map(\.rawValue).joined(separator: ", ") + ".",
    inShort: "Two policies to compare: fair,max-min, ...")
  static let comparePer = Option(
    name: "per", value: .choice(["summary", "session"]),
    help: "Compare the summaries or the sessions of two replays (default: summary).")
  static let compareFormat = Option(
    name: "format", letter: "f", value: .choice(["table", "json", "csv"]),
    help: "Format of the comparison (default: by the extension of -o, or table).")
  static let compareAll = Option(
    name: "all", help: "List equal figures and sessions that are the same, too.",
    inShort: "List what is equal, too.")
  static let worseThan = Option(
    name: "worse-than", value: .text("LIMIT"),
    help: "Exit with 1 if a figure is worse by more than LIMIT, which holds for all figures of its "
      + "unit: 0.5kWh, 10kW, 5min, 0.01 (shares), 2%, cost:100, sessions:5; repeatable.",
    isRepeatable: true, inShort: "Exit with 1 if worse by more: 0.5kWh, 5min, 2%, ...")
  static let jobs = Option(
    name: "jobs", value: .text("N"),
    help: "Number of scenarios to run at once (default: as many as the processors that the "
      + "process may use).",
    inShort: "Number of scenarios to run at once.")
  static let scenarioFormat = Option(
    name: "format", letter: "f", value: .choice(["table", "json", "ndjson", "csv"]),
    help: "Format of the rows (default: by the extension of -o, or table).")
  static let writeConfig = Option(
    name: "write-config", value: .file,
    help: "Write the station that the records imply to FILE, as JSON.",
    inShort: "Write the station to FILE, as JSON.")
  static let writeProfile = Option(
    name: "write-profile", value: .file,
    help: "Write the arrivals and stays to FILE, as a profile for generate, sweep and size.",
    inShort: "Write a profile for generate to FILE.")
  static let demand = Option(
    name: "demand", value: .choice(["delivered", "requested"]),
    help: "Energy requested: as delivered, or as the driver stated (default: delivered).")
  static let maxPower = Option(
    name: "max-power", value: .text("KW"),
    help: "Maximum power of vehicles without one (default: the connector's rating).",
    inShort: "Maximum power of vehicles without one.")
  static let anyConnector = Option(
    name: "any-connector", help: "Let vehicles use any free connector, not the recorded one.")
  static let openLoop = Option(
    name: "open-loop", help: "Write measured powers as power-update events (ocpi, ocpp).")
  static let importTimeZone = Option(
    name: "tz", value: .zone,
    help: "Time zone of times without an offset (default: UTC).",
    inShort: "Time zone of times without an offset.")
  static let outputTimeZone = Option(
    name: "output-tz", value: .zone,
    help: "Time zone of the times that are written (default: that of --tz).",
    inShort: "Time zone of the times that are written.")
  static let chargerAfter = Option(
    name: "charger-after", value: .text("TEXT"),
    help: "The charger's id follows TEXT in each line of a log of several chargers (ocpp).")
  static let encoding = Option(
    name: "encoding", value: .choice(["utf8", "latin1"]),
    help: "Encoding of the file (csv, elaad; default: utf8).")
  static let thousands = Option(
    name: "thousands", value: .text("CHARACTER"),
    help: "Character between thousands, such as . or a space (csv, elaad).")
  static let headerLine = Option(
    name: "header-line", value: .text("N"),
    help: "Line of the header, below lines of titles (csv, elaad; default: 1).")
  static let map = Option(
    name: "map", value: .text("FIELD=COLUMN,..."), help: "Columns of the fields (csv); repeatable.",
    isRepeatable: true)
  static let dateFormat = Option(
    name: "date-format", value: .text("PATTERN"),
    help: "Format of times: '%d/%m/%Y %H:%M' (csv, elaad; default for csv: ISO 8601); repeatable.",
    isRepeatable: true,
    inShort: "Format of times, such as '%d/%m/%Y %H:%M'.")
  static let decimalComma = Option(
    name: "decimal-comma",
    help: "Read decimal commas; with ; between fields they are read anyway (csv, elaad).")
  static let charger = Option(
    name: "charger", value: .text("ID"),
    help: "Charger of records that name none (default: the file's name).")
  static let importOnError = Option(
    name: "on-error", value: .choice(["stop", "skip"]),
    help: "Write nothing if a record is bad, or skip bad records (default: stop).",
    inShort: "Stop at a bad record, or skip it.")
  static let errors = Option(
    name: "errors", value: .choice(["text", "json", "github"]),
    help: "Format of diagnostics on standard error (default: text).")
  static let color = Option(
    name: "color", value: .choice(["auto", "always", "never"]),
    help: "Colour on terminals (default: auto; NO_COLOR and TERM=dumb are honoured).")
  static let quiet = Option(
    name: "quiet", letter: "q", help: "Write only errors to standard error.")
  static let help = Option(name: "help", letter: "h", help: "Show help.")
  static let all = Option(name: "all", help: "Show all of the help, not only one screen.")
  static let version = Option(name: "version", help: "Show the version.")
}
