import PowerShare

/// Generates completion scripts for commands and their options.
///
/// The names of time zones are those of the system on which a script runs.
struct Completions {
  private let commands: [CommandDefinition]

  init(_ commands: [CommandDefinition]) { self.commands = commands }

  private func options(of command: CommandDefinition) -> [Option] {
    command.options + CommandDefinition.common
  }

  private func spellings(_ option: Option) -> [String] {
    ["--\(option.name)"] + (option.letter.map { ["-\($0)"] } ?? [])
  }

  private static let figures = FigureTable.requirable(isOnUpdate: true)
    .joined(separator: " ")

  /// A command line that lists the names of time zones.
  private static let zones =
    "LC_ALL=C find -L /usr/share/zoneinfo -type f -path '/usr/share/zoneinfo/[A-Z]*' 2>/dev/null"
    + " | sed 's|^/usr/share/zoneinfo/||'"

  // MARK: bash

  func bash() -> String {
    var text = """
      # bash completion for sems-plan
      _sems_plan_list() {
        local before=
        if [[ $current == *,* ]]; then before=${current%,*},; fi
        COMPREPLY=($(compgen -P "$before" -W "$1" -- "${current##*,}"))
      }
      _sems_plan_zones() {
        \(Self.zones)
      }
      _sems_plan() {
        local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
        local command= word
        # bash takes --option=value apart at the sign.
        if [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi
        if [[ $current == = ]]; then current=; fi
        for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
          case $word in
            \(commands.map(\.name).joined(separator: "|"))) command=$word; break ;;
          esac
        done
        case $command:$previous in

      """
    for command in commands {
      for option in options(of: command) {
        guard let value = option.value else { continue }
        let pattern = spellings(option).map { "\(command.name):\($0)" }.joined(separator: "|")
        text += "    \(pattern))\n"
        text += "      \(bash(value))return ;;\n"
      }
    }
    text += "  esac\n  case $command in\n"
    for command in commands {
      let words = command.operandChoices + options(of: command).flatMap(spellings)
      text += "    \(command.name)) COMPREPLY=($(compgen -W '\(words.joined(separator: " "))'"
      text += " -- \"$current\")) ;;\n"
    }
    let words = commands.map(\.name) + ["--help", "--version"]
    return text + """
          *) COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- "$current")) ;;
        esac
      }
      complete -o filenames -F _sems_plan sems-plan

      """
  }

  /// Returns the commands that complete a value.
  private func bash(_ value: Option.Value) -> String {
    // Split at line ends only, because file names may contain spaces.
    let files = "local IFS=$'\\n'; COMPREPLY+=($(compgen -f -- \"$current\")); "
    func words(_ words: String) -> String {
      "COMPREPLY=($(compgen -W \(words) -- \"$current\")); "
    }
    switch value {
    case .file, .namedFile: return files
    case .choice(let choices): return words("'\(choices.joined(separator: " "))'")
    case .choiceOrFile(let choices, _):
      return words("'\(choices.joined(separator: " "))'") + files
    case .list(let choices, _): return "_sems_plan_list '\(choices.joined(separator: " "))'; "
    case .rule: return "compopt -o nospace 2>/dev/null; " + words("'\(Self.figures)'")
    case .figure: return words("'\(Self.figures)'")
    case .zone: return words("\"$(_sems_plan_zones)\"")
    case .text: return ""
    }
  }

  // MARK: zsh

  func zsh() -> String {
    var text = """
      #compdef sems-plan
      # zsh completion for sems-plan
      _sems_plan_zones() {
        \(Self.zones)
      }
      _sems_plan() {
        local -a commands
        commands=(

      """
    for command in commands {
      text += "    '\(command.name):\(quoted(command.summary))'\n"
    }
    text += """
        )
        if (( CURRENT == 2 )); then
          _describe command commands
          _arguments '--help[show help]' '--version[show the version]'
          return
        fi
        local command=$words[2]
        shift words
        (( CURRENT-- ))
        case $command in

      """
    for command in commands {
      text += "    \(command.name))\n      _arguments"
      if !command.operandChoices.isEmpty {
        text += " \\\n        '1:operand:(\(command.operandChoices.joined(separator: " ")))'"
      }
      for option in options(of: command) {
        for spelling in spellings(option) {
          // With the `=`, zsh completes --option=value as well as --option value.
          let sign = option.value != nil && spelling.hasPrefix("--") ? "=" : ""
          text += " \\\n        '\(spelling)\(sign)[\(quoted(option.help))]\(zshValue(option))'"
        }
      }
      text += " ;;\n"
    }
    return text + """
        esac
      }
      compdef _sems_plan sems-plan

      """
  }

  private func zshValue(_ option: Option) -> String {
    switch option.value {
    case nil: ""
    case .file, .namedFile: ":file:_files"
    case .choice(let words): ":\(option.name):(\(words.joined(separator: " ")))"
    case .choiceOrFile(let words, _):
      // The blank before a command keeps zsh from adding arguments to it.
      ":\(option.name): _alternative \"words\\:word\\:(\(words.joined(separator: " ")))\" "
        + "\"files\\:file\\:_files\""
    case .list(let words, _):
      ":\(option.name):_sequence compadd - \(words.joined(separator: " "))"
    case .rule: ":rule: compadd -S \"\" - \(Self.figures)"
    case .figure: ":figure: compadd - \(Self.figures)"
    case .zone: ":zone: compadd - $(_sems_plan_zones)"
    case .text(let name): ":\(name):"
    }
  }

  /// Escapes the characters that would end a description in zsh.
  private func quoted(_ text: String) -> String {
    String(
      text.flatMap { character -> [Character] in
        switch character {
        case "'": ["'", "\\", "'", "'"]
        case ":", "[", "]": ["\\", character]
        default: [character]
        }
      })
  }

  // MARK: fish

  func fish() -> String {
    var text = """
      # fish completion for sems-plan
      function __sems_plan_list
        set -l token (commandline -ct | string replace -r '^-[^=]*=' '')
        set -l before (string match -r '^.*,' -- $token)
        for word in $argv
          echo $before$word
        end
      end
      function __sems_plan_zones
        find -L /usr/share/zoneinfo -type f -path '/usr/share/zoneinfo/[A-Z]*' 2>/dev/null |\
         string replace /usr/share/zoneinfo/ ''
      end
      complete -c sems-plan -f

      """
    for command in commands {
      text += "complete -c sems-plan -n __fish_use_subcommand -a \(command.name)"
      text += " -d '\(fishQuoted(command.summary))'\n"
    }
    for command in commands {
      let condition = "'__fish_seen_subcommand_from \(command.name)'"
      if !command.operandChoices.isEmpty {
        text += "complete -c sems-plan -n \(condition)"
        text += " -a '\(command.operandChoices.joined(separator: " "))'\n"
      }
      for option in options(of: command) {
        text += "complete -c sems-plan -n \(condition) -l \(option.name)"
        if let letter = option.letter { text += " -s \(letter)" }
        text += option.value.map(fish) ?? ""
        text += " -d '\(fishQuoted(option.help))'\n"
      }
    }
    return text
  }

  /// Returns the options of `complete` for a value.
  private func fish(_ value: Option.Value) -> String {
    switch value {
    case .file, .namedFile: " -rF"
    case .choice(let words): " -xa '\(words.joined(separator: " "))'"
    case .choiceOrFile(let words, _): " -rFa '\(words.joined(separator: " "))'"
    case .list(let words, _): " -xa '(__sems_plan_list \(words.joined(separator: " ")))'"
    case .rule, .figure: " -xa '\(Self.figures)'"
    case .zone: " -xa '(__sems_plan_zones)'"
    case .text: " -x"
    }
  }

  private func fishQuoted(_ text: String) -> String {
    String(text.flatMap { $0 == "'" ? ["\\", "'"] : [$0] })
  }
}
