using System.Text;
using System.Text.Json;
using Registry.Core.Agents;
using Registry.Core.Agents.Reading;

namespace Registry.Core.Tests.Agents;

/// <summary>Short ways to read registrations in tests.</summary>
internal static class Read
{
    public const string Minimal = """{"name":"cost-agent-1","type":"cost","host":"cost-agent","port":8001}""";

    public static JsonElement Json(string json) => JsonElement.Parse(json);

    public static RegistrationInput Good(string json, string? routeId = null)
    {
        var errors = new FieldErrors();
        var ok = RegistrationReader.TryRead(Json(json), routeId, RegistrationDefaults.Standard, errors, out var input);
        Assert.True(ok, Text(errors));
        Assert.True(errors.IsEmpty);
        return input!;
    }

    public static Registration Registration(string json) => Good(json).Registration;

    public static FieldErrors Bad(string json, string? routeId = null)
    {
        var errors = new FieldErrors();
        Assert.False(RegistrationReader.TryRead(Json(json), routeId, RegistrationDefaults.Standard, errors, out var input), json);
        Assert.Null(input);
        Assert.False(errors.IsEmpty);
        return errors;
    }

    /// <summary>The minimal registration with members added or replaced; a replaced one goes away first.</summary>
    public static string With(params (string Name, string Value)[] members) => With(Minimal, members);

    public static string With(string json, params (string Name, string Value)[] members)
    {
        var names = members.Select(member => member.Name).ToHashSet();
        var kept = Json(json).EnumerateObject().Where(member => !names.Contains(member.Name)).Select(member => $"\"{member.Name}\":{member.Value.GetRawText()}");
        return "{" + string.Join(",", kept.Concat(members.Select(member => $"\"{member.Name}\":{member.Value}"))) + "}";
    }

    public static string Without(string json, params string[] names) =>
        "{" + string.Join(",", Json(json).EnumerateObject().Where(m => !names.Contains(m.Name)).Select(m => $"\"{m.Name}\":{m.Value.GetRawText()}")) + "}";

    public static string Text(FieldErrors errors) => string.Join("; ", errors.ByField.Select(field => field.Key + ": " + string.Join(" | ", field.Value)));

    public static string Text(RawJson json) => Encoding.UTF8.GetString(json.Utf8.Span);

    public static RawJson Raw(string json) => new(Encoding.UTF8.GetBytes(json));

    public static Agent Agent(string json, string id = "a-1")
    {
        var registration = Registration(json);
        return new Agent
        {
            Id = id,
            Registration = registration,
            MutationId = "m1",
            Owner = "team",
            Slot = 7,
            Epoch = 41,
            Revision = 42,
            RegisteredAt = 1_700_000_000_123,
            UpdatedAt = 1_700_000_001_456,
            Seen = 1_700_000_002_789,
            Reported = registration.Status,
            Lifecycle = registration.Lifecycle ?? KindDefaults.FirstLifecycle(registration.Kind),
        };
    }
}
