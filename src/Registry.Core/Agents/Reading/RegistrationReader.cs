using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Registry.Core.Agents.Documents;
using Registry.Core.Health;
using Registry.Core.Systems;
using Registry.Core.Trust;

namespace Registry.Core.Agents.Reading;

/// <summary>
/// Reads a registration from JSON and checks all of it: every mistake is reported at once, by field, and no message repeats a
/// value. Members that only answers have are ignored, so that an answer can be sent back.
/// </summary>
public static class RegistrationReader
{
    /// <param name="body">A parsed body. Anything may be in it.</param>
    /// <param name="routeId">The id in the path (PUT), which the body's must equal; null where the path has none (POST).</param>
    /// <param name="defaults">What the registry's settings fill in.</param>
    /// <param name="errors">Empty when this returns true.</param>
    /// <param name="input">Null when this returns false.</param>
    /// <remarks>
    /// With an id in the path any lifecycle is read, as a GET answers it: <see cref="Replacement"/> checks it, because only
    /// there the agent as it is now is known.
    /// </remarks>
    public static bool TryRead(
        JsonElement body, string? routeId, RegistrationDefaults defaults, FieldErrors errors, [NotNullWhen(true)] out RegistrationInput? input)
    {
        input = null;
        if (body.ValueKind != JsonValueKind.Object)
        {
            errors.Add("body", "must be a JSON object");
            return false;
        }

        var members = MemberReader.OfBody(body, errors);
        var kind = members.Word("kind", AgentWords.Kind, _ => true) ?? AgentKind.Agent;
        var registration = Read(members, kind, put: routeId is not null, defaults);
        var id = ReadId(members, routeId, kind, registration.Name);
        var dependencies = DetailReader.Dependencies(members, id);
        var secrets = ProbeHeadersReader.Read(members);
        var trust = TrustMember.Read(members);
        if (!errors.IsEmpty || !CheckLength(registration, errors))
        {
            return false;
        }

        input = new RegistrationInput(id, registration) { Secrets = secrets, Dependencies = dependencies, Trust = trust, Given = Given(members) };
        return true;
    }

    private static Registration Read(MemberReader members, AgentKind kind, bool put, RegistrationDefaults defaults)
    {
        var isKindWrong = members.IsPresent("kind") && members.Word("kind", AgentWords.Kind, _ => true) is null;
        var (endpoint, host, port) = AddressReader.Read(members, needed: KindDefaults.NeedsEndpoint(kind) && !isKindWrong);
        return new Registration
        {
            Name = members.Text("name", AgentLimits.MaxNameLength, TextRule.Name, required: true) ?? "",
            Type = members.Text("type", AgentLimits.MaxWordLength, TextRule.Line, required: true) ?? "",
            Kind = kind,
            Endpoint = endpoint,
            Host = host,
            Port = port,
            Version = members.Text("version", AgentLimits.MaxWordLength, TextRule.Line),
            Description = members.Text("description", int.MaxValue, TextRule.Free),
            Capabilities = CapabilityReader.Read(members),
            Tags = DetailReader.Tags(members),
            Environment = members.Text("environment", AgentLimits.MaxWordLength, TextRule.Name),
            Metadata = DetailReader.Metadata(members),
            Status = ReadStatus(members, put) ?? KindDefaults.FirstStatus(kind),
            Lifecycle = members.Word("lifecycle", AgentWords.Lifecycle, value => put || IsFirst(value)),
            TtlMs = DetailReader.TtlMs(members, kind, defaults),
            HealthCheck = ReadHealthCheck(members, kind, endpoint, host, port, defaults),
            Priority = DetailReader.Priority(members),
            PriorityGroup = members.Integer("priority_group", int.MinValue, int.MaxValue) ?? 0,
            Strategy = members.Word("strategy", AgentWords.Strategy, _ => true) ?? ResolutionStrategy.Fallback,
            Handler = members.Text("handler", AgentLimits.MaxWordLength, TextRule.Line),
            CircuitBreaker = DetailReader.CircuitBreaker(members),
            Hooks = DetailReader.Hooks(members, defaults.AllowPrivateHooks),
            Path = DetailReader.Location(members, "path"),
            ModuleName = DetailReader.Location(members, "module_name"),
            LastModified = DetailReader.LastModified(members),
            SystemType = DetailReader.SystemType(members) ?? SystemTypes.Of(kind, endpoint),
        };
    }

    private static bool IsFirst(Lifecycle lifecycle) => lifecycle is Lifecycle.Discovered or Lifecycle.Registered or Lifecycle.Active;

    /// <summary>What it reports, if it does. A GET of an unreachable agent can be PUT back: that says nothing of its own.</summary>
    private static HealthStatus? ReadStatus(MemberReader members, bool put) =>
        members.Word("status", AgentWords.Status, value => put || value != HealthStatus.Unreachable) is { } status
        && status is not (HealthStatus.Unknown or HealthStatus.Unreachable)
            ? status
            : null;

    private static HealthCheck? ReadHealthCheck(
        MemberReader members, AgentKind kind, string? endpoint, string? host, int port, RegistrationDefaults defaults)
    {
        if (!members.TryObject("health_check", out var given))
        {
            return KindDefaults.FirstHealthCheck(kind, endpoint, host, port);
        }

        var check = HealthCheckReader.Read(given, kind, defaults);
        var isAddressWrong = endpoint is null && (members.IsPresent("endpoint") || members.IsPresent("host") || members.IsPresent("port"));
        if (!isAddressWrong)
        {
            HealthCheckReader.CheckTarget(check, endpoint, host, port, members.Errors);
        }

        return check;
    }

    private static string? ReadId(MemberReader members, string? routeId, AgentKind kind, string name)
    {
        var id = members.Text("id", int.MaxValue, TextRule.Free) ?? routeId;
        if (routeId is not null && !string.Equals(id, routeId, StringComparison.Ordinal))
        {
            members.Error("id", "must be the id in the path, or be left out");
        }
        else if (id is not null && !AgentId.IsValid(id))
        {
            members.Error("id", AgentId.Rule);
        }
        else if (kind == AgentKind.Service && name.Length > 0)
        {
            id = ServiceId(members, routeId, id, name);
        }

        return id;
    }

    /// <summary>A service's id is its name.</summary>
    private static string ServiceId(MemberReader members, string? routeId, string? id, string name)
    {
        if (!AgentId.IsValid(name))
        {
            members.Error("name", "is the id of a service and " + AgentId.Rule);
        }
        else if (id is not null && !string.Equals(id, name, StringComparison.Ordinal))
        {
            members.Error(routeId is null ? "id" : "name", routeId is null ? "must be the name of a service, or be left out" : Replacement.ServiceName);
        }

        return name;
    }

    internal static RegistrationMembers Given(MemberReader members) =>
        (members.TryGet("kind", out _) ? RegistrationMembers.Kind : 0)
        | (ReadStatus(members, put: true) is not null ? RegistrationMembers.Status : 0)
        | (members.Has("ttl_seconds") ? RegistrationMembers.Ttl : 0)
        | (members.TryGet("health_check", out _) ? RegistrationMembers.HealthCheck : 0);

    private static bool CheckLength(Registration registration, FieldErrors errors)
    {
        var length = Encoding.UTF8.GetCharCount(AgentDocument.Registered(registration).Utf8.Span);
        if (length <= AgentLimits.MaxSerializedLength - AgentLimits.ReservedLength)
        {
            return true;
        }

        errors.Add("body", $"must be an agent of at most {AgentLimits.MaxSerializedLength} characters of JSON");
        return false;
    }
}
