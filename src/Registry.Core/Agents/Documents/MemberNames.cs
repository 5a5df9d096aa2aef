using System.Text;
using System.Text.Json;

namespace Registry.Core.Agents.Documents;

/// <summary>Names in the order in which they are written, so that a reader mostly finds one at the first comparison.</summary>
internal sealed class MemberNames(params string[] names)
{
    private readonly byte[][] _names = Array.ConvertAll(names, Encoding.UTF8.GetBytes);

    /// <summary>Index of the name the reader stands on; −1 for one that is unknown. <paramref name="next"/> is where to look first.</summary>
    public int Find(ref Utf8JsonReader reader, ref int next)
    {
        for (var tried = 0; tried < _names.Length; tried++)
        {
            var index = next + tried < _names.Length ? next + tried : next + tried - _names.Length;
            if (reader.ValueTextEquals(_names[index]))
            {
                next = index + 1 == _names.Length ? 0 : index + 1;
                return index;
            }
        }

        return -1;
    }
}
