using System.Text.Json;

namespace Registry.Functions.Tests.Bicep;

/// <summary>A node of a Bicep file's syntax tree, as the tree-sitter grammar names it.</summary>
/// <param name="Type">For example <c>parameter_declaration</c>; ERROR or MISSING where the file is not Bicep.</param>
/// <param name="Line">From 1.</param>
/// <param name="Field">Its part in its parent; empty if it has no name.</param>
/// <param name="Text">Of a node without children, else empty.</param>
/// <param name="Children">Named ones only.</param>
internal sealed record BicepNode(string Type, int Line, string Field, string Text, IReadOnlyList<BicepNode> Children)
{
    public static BicepNode Read(JsonElement json) => json[3].ValueKind == JsonValueKind.String
        ? new(json[0].GetString()!, json[1].GetInt32(), json[2].GetString()!, json[3].GetString()!, [])
        : new(json[0].GetString()!, json[1].GetInt32(), json[2].GetString()!, "", [.. json[3].EnumerateArray().Select(Read)]);

    /// <summary>Itself and all below it.</summary>
    public IEnumerable<BicepNode> All() => Children.SelectMany(child => child.All()).Prepend(this);

    public IEnumerable<BicepNode> OfType(string type) => All().Where(node => node.Type == type);

    /// <summary>What a string says, with <c>{}</c> where something is put in.</summary>
    public string Content => Type switch
    {
        "string" => Children.Count == 0 ? Text.Trim('\'') : string.Concat(Children.Select(part => part.Type == "interpolation" ? "{}" : part.Text)),
        _ => Text,
    };

    /// <summary>The value of a property of this object; null if it is not there.</summary>
    public BicepNode? Property(string name) =>
        Children.FirstOrDefault(child => child.Type == "object_property" && child.Children[0].Content == name)?.Children.ElementAtOrDefault(1);
}
