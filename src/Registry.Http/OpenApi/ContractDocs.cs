using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Registry.Http.OpenApi;

/// <summary>What the source says of the wire types, as text for the API document.</summary>
internal sealed partial class ContractDocs
{
    private const string ServiceNamespace = "Registry.Contracts.Services";

    private readonly Dictionary<string, XElement> _members;

    public ContractDocs()
    {
        using var stream = Resources.Open("contracts.xml");
        _members = XDocument.Load(stream).Descendants("member")
            .Where(static member => member.Attribute("name") is not null)
            .ToDictionary(static member => member.Attribute("name")!.Value, StringComparer.Ordinal);
    }

    public string? Of(Type type) => _members.TryGetValue("T:" + type.FullName, out var member) ? Text(member.Element("summary"), type) : null;

    /// <summary>A member's own summary, or what the record says of its parameter.</summary>
    public string? Of(MemberInfo property)
    {
        var type = property.DeclaringType!;
        if (_members.TryGetValue($"P:{type.FullName}.{property.Name}", out var member) && member.Element("summary") is { } summary)
        {
            return Text(summary, type);
        }

        var parameter = _members.GetValueOrDefault("T:" + type.FullName)?.Elements("param")
            .FirstOrDefault(candidate => candidate.Attribute("name")?.Value == property.Name);
        return Text(parameter, type);
    }

    private static string? Text(XElement? element, Type type)
    {
        if (element is null)
        {
            return null;
        }

        var parts = element.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } see => $"`{WireName(see.Attribute("cref")?.Value ?? see.Value, type)}`",
            XElement other => other.Value,
            _ => "",
        });
        return Spaces().Replace(string.Concat(parts), " ").Trim();
    }

    private static string WireName(string reference, Type type)
    {
        var name = reference[(reference.LastIndexOf('.') + 1)..];
        if (!reference.StartsWith("P:", StringComparison.Ordinal))
        {
            return name;
        }

        var policy = type.Namespace == ServiceNamespace ? JsonNamingPolicy.CamelCase : JsonNamingPolicy.SnakeCaseLower;
        return policy.ConvertName(name);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
