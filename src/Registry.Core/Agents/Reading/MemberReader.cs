using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Registry.Core.Agents.Reading;

/// <summary>
/// The members of one JSON object, read by type. A member that is absent or null reads as null; one that is wrong reads as
/// null too and leaves an error, which never repeats the value.
/// </summary>
internal sealed class MemberReader
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly string _path;

    private MemberReader(string path, FieldErrors errors)
    {
        _path = path;
        Errors = errors;
    }

    public FieldErrors Errors { get; }

    /// <summary>A body that nobody looked at yet: every member's text is checked first, and one that fails reads as wrong.</summary>
    public static MemberReader OfBody(JsonElement body, FieldErrors errors)
    {
        var reader = new MemberReader("", errors);
        foreach (var property in body.EnumerateObject())
        {
            if (!JsonText.IsClean(JsonMarshal.GetRawUtf8PropertyName(property)))
            {
                errors.Add("body", "must have names that are valid Unicode text, without lone surrogates and without NUL");
                continue;
            }

            var name = property.Name;
            var field = IsPlain(name) ? name : "body";
            var clean = JsonText.Check(property.Value, AgentLimits.MaxMemberDepth, field, errors);
            if (!reader._members.TryAdd(name, clean ? property.Value : default))
            {
                errors.Add(field, "must not be given twice");
            }
        }

        return reader;
    }

    /// <summary>An object inside a body that was checked.</summary>
    public static MemberReader OfChecked(JsonElement checkedObject, string path, FieldErrors errors)
    {
        var reader = new MemberReader(path + ".", errors);
        foreach (var property in checkedObject.EnumerateObject())
        {
            reader._members[property.Name] = property.Value;
        }

        return reader;
    }

    public string Path(string name) => _path + name;

    /// <summary>Whether the member is there, be it null or wrong.</summary>
    public bool Has(string name) => _members.ContainsKey(name);

    /// <summary>Whether the member is there with something in it, be it wrong. An empty string is nothing.</summary>
    public bool IsPresent(string name) =>
        _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null
        && !(value.ValueKind == JsonValueKind.String && value.ValueEquals(""));

    /// <summary>Whether the member is there and is null.</summary>
    public bool IsNull(string name) => _members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Null;

    /// <summary>A member that is neither absent nor null nor known to be wrong.</summary>
    public bool TryGet(string name, out JsonElement value) =>
        _members.TryGetValue(name, out value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    public void Error(string name, string message) => Errors.Add(_path + name, message);

    public bool TryGet(string name, JsonValueKind kind, string expected, out JsonElement value)
    {
        if (!TryGet(name, out value))
        {
            return false;
        }

        if (value.ValueKind == kind)
        {
            return true;
        }

        Error(name, "must be " + expected);
        return false;
    }

    /// <summary>A string. An optional one that is empty counts as absent: clients that cannot leave a member out send that.</summary>
    public string? Text(string name, int maxLength, TextRule rule, bool required = false)
    {
        if (TryGet(name, JsonValueKind.String, "a string", out var value))
        {
            var text = value.GetString()!;
            return text.Length == 0 && !required ? null : TextCheck.Apply(text, Path(name), maxLength, rule, Errors);
        }

        if (required && (!Has(name) || IsNull(name)))
        {
            Error(name, "is required");
        }

        return null;
    }

    public double? Number(string name, double min, double max, bool aboveMin = false)
    {
        if (!TryGet(name, JsonValueKind.Number, "a number", out var value))
        {
            return null;
        }

        if (value.TryGetDouble(out var number) && number <= max && (aboveMin ? number > min : number >= min))
        {
            return number;
        }

        Error(name, aboveMin ? $"must be above {min:0.###} and at most {max:0.###}" : $"must be from {min:0.###} to {max:0.###}");
        return null;
    }

    /// <summary>A whole number, be it written <c>5</c>, <c>5.0</c> or <c>5e0</c>.</summary>
    public int? Integer(string name, int min, int max)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (TryInteger(value, min, max, out var number))
        {
            return number;
        }

        Error(name, $"must be a whole number from {min} to {max}");
        return null;
    }

    public static bool TryInteger(JsonElement value, int min, int max, out int number)
    {
        var inRange = value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var given) && given >= min && given <= max;
        number = inRange ? (int)value.GetDouble() : 0;
        return inRange && number == value.GetDouble();
    }

    public T? Word<T>(string name, WordTable<T> words, Func<T, bool> allowed)
        where T : struct, Enum
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && words.TryParse(value.GetString(), out var parsed) && allowed(parsed))
        {
            return parsed;
        }

        Error(name, "must be one of " + words.ListedWhere(allowed));
        return null;
    }

    public bool TryObject(string name, [NotNullWhen(true)] out MemberReader? members)
    {
        members = TryGet(name, JsonValueKind.Object, "an object", out var value) ? OfChecked(value, Path(name), Errors) : null;
        return members is not null;
    }

    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= 64 && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');
}
