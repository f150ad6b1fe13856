/// Generates completion scripts for commands and their options.
struct Completions {
  private let commands: [CommandDefinition]

  init(_ commands: [CommandDefinition]) { self.commands = commands }

  private func options(of command: CommandDefinition) -> [Option] {
    command.options + CommandDefinition.common
  }

  private func spellings(_ option: Option) -> [String] {
    ["--\(option.name)"] + (option.letter.map { ["-\($0)"] } ?? [])
  }

  // MARK: bash

  func bash() -> String {
    var text = """
      # bash completion for sems-plan
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
        switch value {
        case .file:
          // Split at line ends only, because file names may contain spaces.
          text += "      local IFS=$'\\n'; COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n"
        case .choice(let words), .choiceOrFile(let words, _):
          text +=
            "      COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$current\"))"
          text += "; return ;;\n"
        case .text: text += "      return ;;\n"
        }
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

  // MARK: zsh

  func zsh() -> String {
    var text = """
      #compdef sems-plan
      # zsh completion for sems-plan
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
    case .file: ":file:_files"
    case .choice(let words), .choiceOrFile(let words, _):
      ":\(option.name):(\(words.joined(separator: " ")))"
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
    var text = "# fish completion for sems-plan\ncomplete -c sems-plan -f\n"
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
        switch option.value {
        case nil: break
        case .file: text += " -rF"
        case .choice(let words), .choiceOrFile(let words, _):
          text += " -xa '\(words.joined(separator: " "))'"
        case .text: text += " -x"
        }
        text += " -d '\(fishQuoted(option.help))'\n"
      }
    }
    return text
  }

  private func fishQuoted(_ text: String) -> String {
    String(text.flatMap { $0 == "'" ? ["\\", "'"] : [$0] })
  }
}
