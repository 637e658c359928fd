#include "common/options/completion.h"

#include <algorithm>

#include "common/error.h"
#include "common/options/values.h"
#include "common/source_name.h"

namespace lite2pg {
namespace {

enum class Argument : unsigned char { none, words, file, folder, other };

Argument argument_of(const Option& option) {
  if (option.kind == Option::Kind::flag) return Argument::none;
  if (option.kind == Option::Kind::choice) return Argument::words;
  const std::string& p = option.placeholder;
  if (p.starts_with("FILE") || p.starts_with("OUT") || p.ends_with("LIST")) return Argument::file;
  return p == "DIR" || p == "FOLDER" ? Argument::folder : Argument::other;
}

/// In single quotes, as bash, zsh and fish read them (https://fishshell.com/docs/current/language.html#quotes: there a
/// backslash counts too).
std::string shell_word(std::string_view text, bool fish = false) {
  std::string result = "'";
  for (const char c : text) {
    if (fish && (c == '\'' || c == '\\')) result += '\\';
    result += !fish && c == '\'' ? "'\\''" : std::string(1, c);
  }
  return result + "'";
}

/// "--a|--b": options of one kind of argument as a pattern of bash; empty when there is none.
std::string pattern_of(const OptionTable& table, Argument kind) {
  std::vector<std::string> names;
  for (const Option& option : table) {
    if (argument_of(option) == kind) names.push_back("--" + option.name);
  }
  return joined(names, "|");
}

std::string bash_cases(const OptionTable& table) {
  std::string text;
  for (const Option& option : table) {
    if (argument_of(option) != Argument::words) continue;
    text += "    --" + option.name + ") COMPREPLY=($(compgen -W " + shell_word(joined(option.words, " ")) +
            " -- \"$cur\")); return ;;\n";
  }
  const auto rest = [&](Argument kind, std::string_view what) {
    const std::string pattern = pattern_of(table, kind);
    if (!pattern.empty()) text += "    " + pattern + ") " + std::string(what) + "return ;;\n";
  };
  rest(Argument::file, "compopt -o default; ");
  rest(Argument::folder, "compopt -o dirnames; ");
  rest(Argument::other, "");
  return text;
}

/// Bash breaks a word at "=": --jobs=4 comes as three.
std::string bash(std::string_view tool, const OptionTable& table) {
  std::string function = "_" + std::string(tool), options = "--help --version";
  std::ranges::replace(function, '-', '_');
  for (const Option& option : table) options += " --" + option.name;
  return "# bash completion for " + std::string(tool) + "\n" + function +
         "() {\n"
         "  local cur=\"${COMP_WORDS[COMP_CWORD]}\" prev=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
         "  if [[ $cur == \"=\" ]]; then cur=\"\"; elif [[ $prev == \"=\" ]]; then "
         "prev=\"${COMP_WORDS[COMP_CWORD-2]}\"; fi\n"
         "  COMPREPLY=()\n"
         "  case \"$prev\" in\n" +
         bash_cases(table) +
         "  esac\n"
         "  if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W " +
         shell_word(options) +
         " -- \"$cur\")); return; fi\n"
         "  compopt -o default\n"
         "}\ncomplete -F " +
         function + " " + std::string(tool) + "\n";
}

/// A help text inside the brackets of a specification of zsh's _arguments.
std::string zsh_text(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

std::string zsh_argument(const Option& option) {
  switch (argument_of(option)) {
    case Argument::none: return "";
    case Argument::words: return ":" + option.name + ":(" + joined(option.words, " ") + ")";
    case Argument::file: return ":" + zsh_text(option.placeholder) + ":_files";
    case Argument::folder: return ":" + zsh_text(option.placeholder) + ":_files -/";
    case Argument::other: break;
  }
  return ":" + zsh_text(option.placeholder) + ": ";
}

std::string zsh(std::string_view tool, const OptionTable& table) {
  std::string text = "#compdef " + std::string(tool) + "\n_arguments -S \\\n";
  text += "  '(-h --help)'{-h,--help}'[show this help]' \\\n  '(-V --version)'{-V,--version}'[show the version]' \\\n";
  for (const Option& option : table) {
    const std::string repeated = option.kind == Option::Kind::list ? "*" : "";
    const std::string takes = option.kind == Option::Kind::flag ? "" : "=";
    text +=
        "  " +
        shell_word(repeated + "--" + option.name + takes + "[" + zsh_text(option.help) + "]" + zsh_argument(option)) +
        " \\\n";
  }
  return text + "  '*:file:_files'\n";
}

std::string fish(std::string_view tool, const OptionTable& table) {
  const std::string start = "complete -c " + std::string(tool);
  std::string text = start + " -s h -l help -d 'show this help'\n" + start + " -s V -l version -d 'show the version'\n";
  for (const Option& option : table) {
    text += start + " -l " + option.name;
    switch (argument_of(option)) {
      case Argument::none: break;
      case Argument::words: text += " -x -a " + shell_word(joined(option.words, " "), true); break;
      case Argument::file: text += " -r -F"; break;
      case Argument::folder: text += " -x -a '(__fish_complete_directories)'"; break;
      case Argument::other: text += " -x"; break;
    }
    text += " -d " + shell_word(option.help, true) + "\n";
  }
  return text;
}

}  // namespace

std::string completion_script(std::string_view shell, std::string_view tool, const OptionTable& table) {
  if (shell == "bash") return bash(tool, table);
  if (shell == "zsh") return zsh(tool, table);
  if (shell == "fish") return fish(tool, table);
  throw Error(ExitCode::usage, "--completion does not know " + shown_argument(std::string(shell)),
              "use bash, zsh, fish");
}

}  // namespace lite2pg
