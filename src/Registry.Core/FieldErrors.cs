namespace Registry.Core;

/// <summary>Everything that is wrong with an input: field → messages, all at once. A field of a nested value is a path (<c>health_check.path</c>, <c>tags[3]</c>).</summary>
public sealed class FieldErrors
{
    // A hostile body can hold as many mistakes as members; the answer names the first ones.
    private const int MaxFields = 100;

    private readonly Dictionary<string, List<string>> _messages = new(StringComparer.Ordinal);

    public bool IsEmpty => _messages.Count == 0;

    public IReadOnlyDictionary<string, IReadOnlyList<string>> ByField =>
        _messages.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<string>)entry.Value, StringComparer.Ordinal);

    /// <param name="field">The wire name.</param>
    /// <param name="message">What would be right, without the value that was given.</param>
    public void Add(string field, string message)
    {
        if (_messages.TryGetValue(field, out var messages))
        {
            if (!messages.Contains(message))
            {
                messages.Add(message);
            }
        }
        else if (_messages.Count < MaxFields)
        {
            _messages.Add(field, [message]);
        }
    }
}
