#include "manual_page.h"

#include <array>

namespace leastwise {
namespace {

struct NamedText {
  std::string_view name;
  std::string_view text;
};

constexpr std::array<NamedText, 6> kExitCodes = {{
    {"0", "ran to the end, and nothing was found that counts; allowed; no new access; all hold"},
    {"1",
     "findings at or above `--fail-on`; denied; new access; an expectation is broken; or "
     "`cannot tell`"},
    {"2", "the call, the configuration, a baseline, a pack or the catalog is wrong"},
    {"3", "an input could not be read or parsed; the others were still checked and reported"},
    {"4", "a folder was given and held no policy"},
    {"70", "internal error"},
}};

constexpr std::array<NamedText, 5> kVariables = {{
    {"LEASTWISE_CONFIG", "the configuration, where `--config` does not name it"},
    {"LEASTWISE_FAIL_ON, LEASTWISE_AUDIENCE, LEASTWISE_FORMAT",
     "what the options of these names say where the call does not; they win over the "
     "configuration"},
    {"LEASTWISE_TODAY", "the day of the run, for suppressions that end"},
    {"NO_COLOR", "where it is set, no colour without `--color always`"},
    {"FORCE_COLOR, CLICOLOR_FORCE", "colour also where the output is no terminal"},
}};

constexpr std::array<NamedText, 2> kFiles = {{
    {".leastwise.yaml, leastwise.yaml, .github/leastwise.yaml",
     "the configuration: the nearest at or above the files that are checked, up to the top of the "
     "git work tree"},
    {".leastwise-baseline.json", "what `leastwise baseline` writes unless `--baseline` names it"},
}};

constexpr std::array<NamedText, 4> kExamples = {{
    {"leastwise policies/", "lint a folder of policies"},
    {"leastwise check --format sarif=leastwise.sarif policies/",
     "write a report for code scanning"},
    {"leastwise diff --base origin/main", "what this branch grants that the other does not"},
    {"leastwise can role.json --action s3:GetObject --resource arn:aws:s3:::data/x",
     "whether one request is allowed"},
}};

// Text of a paragraph: nothing in it is a request or an escape, and what stands in backticks is
// bold.
std::string Roff(std::string_view text) {
  std::string out;
  bool is_bold = false;
  bool at_start = true;
  for (const char c : text) {
    if (at_start && (c == '.' || c == '\'')) out += "\\&";
    at_start = c == '\n';
    if (c == '`') {
      is_bold = !is_bold;
      out += is_bold ? "\\fB" : "\\fP";
    } else if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

// The argument of a macro.
std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : Roff(text)) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

void Sentence(std::string_view text, std::string* page) {
  page->append(Roff(text)).append(text.ends_with('.') ? "\n" : ".\n");
}

void Section(std::string_view name, std::string* page) {
  page->append(".SH ").append(name).append("\n");
}

void Tagged(std::string_view tag, std::string_view text, std::string* page) {
  page->append(".TP\n.B ").append(Quoted(tag)).append("\n").append(Roff(text)).append("\n");
}

template <std::size_t kCount>
void List(std::string_view name, const std::array<NamedText, kCount>& items, std::string* page) {
  Section(name, page);
  for (const NamedText& item : items) Tagged(item.name, item.text, page);
}

void WriteOption(const OptionModel& option, std::string* page) {
  std::string names;
  for (const std::string& name : option.names) {
    names += (names.empty() ? "\\fB" : ", \\fB") + Roff(name) + "\\fR";
  }
  if (option.TakesValue()) names += " \\fI" + Roff(option.type) + "\\fR";
  page->append(".TP\n").append(names).append("\n").append(Roff(option.help)).append("\n");
}

void WriteCommand(const CommandModel& command, std::string* page) {
  page->append(".SS ").append(Quoted("leastwise " + command.name)).append("\n");
  Sentence(command.description, page);
  if (!command.positional.empty()) Tagged(command.positional, command.positional_help, page);
  std::string_view heading;
  for (const OptionModel& option : command.options) {
    if (option.heading != heading) {
      heading = option.heading;
      page->append(".PP\n").append(Roff(heading)).append(":\n");
    }
    WriteOption(option, page);
  }
}

void WriteSynopsis(std::span<const CommandModel> commands, std::string* page) {
  Section("SYNOPSIS", page);
  bool is_first = true;
  for (const CommandModel& command : commands) {
    std::string_view rest = command.usage;
    while (!rest.empty()) {
      const std::size_t end = rest.find('\n');
      std::string_view line = rest.substr(0, end);
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
      const std::size_t name = line.find(command.name);
      if (!is_first) page->append(".br\n");
      is_first = false;
      line.remove_prefix(name + command.name.size());
      page->append("\\fBleastwise ").append(command.name).append("\\fR");
      page->append(Roff(line)).append("\n");
    }
  }
}

}  // namespace

std::string ManualPage(std::span<const CommandModel> commands, std::string_view version) {
  std::string page = ".\\\" Made by `./dev generate` from the options of the program.\n";
  page.append(".TH LEASTWISE 1 \"\" ").append(Quoted("leastwise " + std::string(version)));
  page += " \"User Commands\"\n.nh\n.ad l\n";
  Section("NAME", &page);
  page += "leastwise \\- find where ML workloads on AWS hold more permission than they need\n";
  WriteSynopsis(commands, &page);
  Section("DESCRIPTION", &page);
  Sentence(
      "`leastwise` reads IAM policies wherever teams keep them, works out what they really grant, "
      "and says where a machine-learning workload holds more than it needs. It runs offline and "
      "needs no credentials. `check` is the default command. Findings go to standard output, "
      "everything else to standard error.",
      &page);
  Section("COMMANDS", &page);
  for (const CommandModel& command : commands) WriteCommand(command, &page);
  List("\"EXIT STATUS\"", kExitCodes, &page);
  List("ENVIRONMENT", kVariables, &page);
  List("FILES", kFiles, &page);
  List("EXAMPLES", kExamples, &page);
  return page;
}

}  // namespace leastwise
