using System.Text.Json;
using Registry.Core;

namespace Registry.Functions.Settings;

/// <summary>
/// The optional <c>local.settings.json</c> of the Functions tools: its <c>Values</c> are settings, weaker than the environment. Looked for
/// in the start directory, in the repository around it, and beside the app.
/// </summary>
internal static class LocalSettingsFile
{
    public const string Name = "local.settings.json";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static string? Find(string startDirectory, string appDirectory)
    {
        string[] candidates = [startDirectory, RepositoryRoot.Around(startDirectory), appDirectory];
        return candidates.Select(directory => Path.Combine(directory, Name)).FirstOrDefault(File.Exists);
    }

    public static Dictionary<string, string?> Read(string path, FieldErrors errors)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            return Values(document.RootElement, errors);
        }
        catch (JsonException error)
        {
            errors.Add(Name, $"must be JSON; line {error.LineNumber + 1} is none");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            errors.Add(Name, "must be a file that the app may read");
        }

        return [];
    }

    private static Dictionary<string, string?> Values(JsonElement root, FieldErrors errors)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (root.ValueKind != JsonValueKind.Object)
        {
            errors.Add(Name, "must be a JSON object with a member Values");
            return values;
        }

        if (root.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind == JsonValueKind.True)
        {
            errors.Add(Name, "must not be encrypted: set IsEncrypted to false (func settings decrypt)");
            return values;
        }

        if (!root.TryGetProperty("Values", out var members))
        {
            return values;
        }

        if (members.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"{Name}: Values", "must be an object of settings");
            return values;
        }

        foreach (var member in members.EnumerateObject())
        {
            Add(values, member, errors);
        }

        return values;
    }

    private static void Add(Dictionary<string, string?> values, JsonProperty member, FieldErrors errors)
    {
        switch (member.Value.ValueKind)
        {
            case JsonValueKind.String:
                values[member.Name] = member.Value.GetString();
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                values[member.Name] = member.Value.GetRawText();
                break;
            case JsonValueKind.Null:
                break;
            default:
                errors.Add($"{Name}: Values.{member.Name}", "must be a string, a number, true or false");
                break;
        }
    }
}
