using System.Globalization;
using System.Text;
using Registry.Core.Dependencies;

namespace Registry.Http.Dependencies;

/// <summary>The graph in the languages of drawing tools. Names are others' text: what a language would read in them is escaped.</summary>
internal static class GraphText
{
    /// <summary>Lines of Graphviz' DOT (graphviz.org/doc/info/lang.html).</summary>
    public static IEnumerable<string> Dot(GraphSnapshot graph)
    {
        yield return "digraph registry {";
        yield return "  rankdir=LR;";
        foreach (var node in graph.Nodes)
        {
            var style = node.Agent is null ? ", style=dashed" : "";
            yield return $"  {Quoted(node.Id)} [label={Quoted($"{Name(node)}\n{node.Status}")}{style}];";
        }

        foreach (var (dependency, dependent) in graph.Edges)
        {
            yield return $"  {Quoted(dependency)} -> {Quoted(dependent)} [label=\"depends_on\"];";
        }

        yield return "}";
    }

    /// <summary>Lines of a Mermaid flowchart (mermaid.js.org/syntax/flowchart.html). Its ids are numbers: an agent's may be a word of the language.</summary>
    public static IEnumerable<string> Mermaid(GraphSnapshot graph)
    {
        var numbers = new Dictionary<string, string>(StringComparer.Ordinal);
        yield return "flowchart LR";
        foreach (var node in graph.Nodes)
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"n{numbers.Count}");
            numbers.Add(node.Id, number);
            yield return $"  {number}[\"{Entities(Name(node))}<br/>{node.Status}\"]";
        }

        foreach (var (dependency, dependent) in graph.Edges)
        {
            yield return $"  {numbers[dependency]} -->|depends_on| {numbers[dependent]}";
        }
    }

    private static string Name(GraphEntry node) => node.Agent?.Registration.Name ?? node.Id;

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    /// <summary>Everything but letters, digits, spaces and a few harmless marks as a numeric entity, which Mermaid writes with <c>#</c>.</summary>
    private static string Entities(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '.' or '_' or '-' or ':')
            {
                escaped.Append(rune.ToString());
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
            }
        }

        return escaped.ToString();
    }
}
