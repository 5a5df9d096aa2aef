using Registry.Core;

namespace Registry.Http.Services;

/// <summary>What a service's caller calls the fields of an agent.</summary>
internal static class ServiceFields
{
    public const string Name = "name";
    public const string Endpoint = "endpoint";
    public const string Version = "version";
    public const string Capabilities = "capabilities";
    public const string Metadata = "metadata";
    public const string Tags = "tags";
    public const string Environment = "environment";
    public const string Type = "type";

    /// <summary>Adds an agent's errors, under the service's names, to what is in <paramref name="into"/>.</summary>
    public static void AddRenamed(FieldErrors from, FieldErrors into)
    {
        foreach (var (field, messages) in from.ByField)
        {
            foreach (var message in messages)
            {
                into.Add(Renamed(field), message);
            }
        }
    }

    private static string Renamed(string field)
    {
        var end = field.AsSpan().IndexOfAny('.', '[');
        return (end < 0 ? field : field[..end]) switch
        {
            Tags or Environment or Type => Metadata + "." + field,
            "id" => Name,

            // A service gives neither: they follow from its endpoint, which no longer fits the check that was made for another.
            "host" or "port" or "health_check" => Endpoint,
            _ => field,
        };
    }
}
