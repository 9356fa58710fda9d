#include "report/persona_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <set>

#include "report/display_text.h"
#include "report/json_text.h"

namespace leastwise {
namespace {

constexpr std::string_view kPartIndent = "  ";

class TableWriter {
 public:
  explicit TableWriter(std::span<const PersonaLine> personas) : personas_(personas) {
    for (const PersonaLine& line : personas) width_ = std::max(width_, Head(line).size());
  }

  std::string Write() {
    for (const PersonaLine& line : personas_) {
      if (!line.persona->part_of.empty()) continue;
      Add(line);
      for (const PersonaLine& part : personas_) {
        if (part.persona->part_of == line.persona->id) Add(part);
      }
    }
    return std::move(out_);
  }

 private:
  static std::string Head(const PersonaLine& line) {
    const std::string id = Printable(line.persona->id);
    return line.persona->part_of.empty() ? id : std::string(kPartIndent) + id;
  }

  void Add(const PersonaLine& line) {
    const std::string_view title = line.title.empty() ? "of the configuration" : line.title;
    out_ += fmt::format("{:<{}}  {}\n", Head(line), width_, title);
  }

  const std::span<const PersonaLine> personas_;
  std::size_t width_ = 0;
  std::string out_;
};

}  // namespace

std::string PersonaTableText(std::span<const PersonaLine> personas) {
  return TableWriter(personas).Write() +
         "\nDeclare one with a tag `leastwise:persona` on the identity, or for its name under\n"
         "`personas` of .leastwise.yaml.\n";
}

std::string PersonaTableJson(std::span<const PersonaLine> personas) {
  std::string out;
  for (const PersonaLine& line : personas) {
    const Persona& persona = *line.persona;
    OrderedJson object;
    object["persona"] = persona.id;
    object["title"] = line.title;
    object["part_of"] = persona.part_of;
    std::set<std::string> allowed;  // activities have some actions in common
    persona.ForEachAllowed([&allowed](const std::string& action) { allowed.insert(action); });
    object["allow"] = allowed;
    object["require"] = persona.require;
    object["resources"] = persona.resources;
    out += (out.empty() ? "[\n" : ",\n") + DumpJson(object);
  }
  return out.empty() ? "[]\n" : out + "\n]\n";
}

}  // namespace leastwise
