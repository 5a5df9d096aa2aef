using System.Text.Json;

namespace Registry.Tables.Rest;

/// <summary>The property names of one answer, each made a string once: the rows of a page mostly have the same, in the same order.</summary>
internal sealed class PropertyNames
{
    private const int Capacity = 64;

    private readonly List<string> _names = [];
    private int _next;

    public string Read(ref Utf8JsonReader json)
    {
        for (var i = 0; i < _names.Count; i++)
        {
            var index = (_next + i) % _names.Count;
            if (json.ValueTextEquals(_names[index]))
            {
                _next = index + 1;
                return _names[index];
            }
        }

        var name = json.GetString()!;
        if (_names.Count < Capacity)
        {
            _names.Add(name);
            _next = _names.Count;
        }

        return name;
    }
}
