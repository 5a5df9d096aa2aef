using Registry.Core.Discovery.CustomIndexes;

namespace Registry.Core.Discovery;

/// <summary>The parameters of a request, read one by one; what is wrong is noted under the parameter's name.</summary>
internal sealed class QueryParameters
{
    public const string IndexPrefix = "index.";

    /// <summary>The one built-in index that has no parameter of its own.</summary>
    public const string Path = IndexPrefix + "path";

    /// <summary>Values of one filter, repeated and comma-separated ones together.</summary>
    public const int MaxValues = 64;

    // Longer than anything that can match: a word of 128 characters, one with a version range of 256, a pattern of 512.
    public const int MaxValueLength = 512;

    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);
    private readonly FieldErrors _errors;

    public QueryParameters(IEnumerable<KeyValuePair<string, string>> parameters, FieldErrors errors)
    {
        _errors = errors;
        foreach (var (given, value) in parameters)
        {
            var name = NameOf(given);
            if (!_values.TryGetValue(name, out var values))
            {
                _values.Add(name, values = []);
            }

            // One too many is enough to say so.
            if (values.Count <= MaxValues)
            {
                values.Add(value);
            }
        }
    }

    public delegate bool Reader<T>(string text, out T value);

    public IEnumerable<string> Names => _values.Keys;

    public void Refuse(string name, string message) => _errors.Add(name, message);

    /// <summary>A parameter that has one value; null where it is absent or wrong.</summary>
    public string? One(string name, int maxLength = MaxValueLength)
    {
        if (!_values.TryGetValue(name, out var values))
        {
            return null;
        }

        if (values.Count > 1)
        {
            Refuse(name, "Only one value makes sense.");
            return null;
        }

        return Checked(name, values[0], maxLength) ? values[0] : null;
    }

    /// <summary>A parameter that has one value, read as <typeparamref name="T"/>; null where it is absent or wrong.</summary>
    public T? One<T>(string name, Reader<T> reader, string expected)
        where T : struct
    {
        if (One(name) is not { } text)
        {
            return null;
        }

        if (reader(text, out var value))
        {
            return value;
        }

        Refuse(name, expected);
        return null;
    }

    /// <summary>A parameter that may repeat and hold commas: the different values.</summary>
    public List<string> Many(string name)
    {
        var found = new List<string>();
        var count = 0;
        foreach (var value in _values.GetValueOrDefault(name) ?? [])
        {
            foreach (var part in value.AsSpan().Split(','))
            {
                var item = value[part].Trim();
                if (++count > MaxValues)
                {
                    Refuse(name, $"At most {MaxValues} values.");
                    return [];
                }

                if (!Checked(name, item, MaxValueLength))
                {
                    return [];
                }

                if (!found.Contains(item))
                {
                    found.Add(item);
                }
            }
        }

        return found;
    }

    /// <summary>All values of a parameter that may repeat, commas and all: the different ones.</summary>
    public List<string> All(string name)
    {
        var found = new List<string>();
        foreach (var value in _values[name])
        {
            if (!Checked(name, value, MaxValueLength))
            {
                return [];
            }

            if (!found.Contains(value))
            {
                found.Add(value);
            }
        }

        return found;
    }

    /// <summary>The same, each read as <typeparamref name="T"/>.</summary>
    public List<T> Many<T>(string name, Reader<T> reader, string expected)
    {
        var found = new List<T>();
        foreach (var text in Many(name))
        {
            if (!reader(text, out var value))
            {
                Refuse(name, expected);
                return [];
            }

            found.Add(value);
        }

        return found;
    }

    /// <summary>A built-in index is the parameter of its name.</summary>
    private static string NameOf(string given) =>
        given.StartsWith(IndexPrefix, StringComparison.Ordinal) && given != Path && BuiltInIndexes.Has(given[IndexPrefix.Length..])
            ? given[IndexPrefix.Length..]
            : given;

    private bool Checked(string name, string value, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            Refuse(name, "Must not be empty.");
            return false;
        }

        if (value.Length > maxLength)
        {
            Refuse(name, $"At most {maxLength} characters.");
            return false;
        }

        return true;
    }
}
