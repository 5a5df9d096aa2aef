using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Core.Discovery;
using Registry.Core.Health;

namespace Registry.Http.Services;

/// <summary>Reads the parameters of a service discovery as one of agents of kind service. Others than its own mean nothing here.</summary>
internal static class ServiceQuery
{
    private const string Health = "health";
    private const string Tags = "tags";
    private const string Status = "status";
    private const string Tag = "tag";

    private static readonly string[] Unchanged = ["name", "capability", "version", "environment", "limit", "cursor"];
    private static readonly string ExpectedHealth = $"Some of {AgentWords.Status.ListedWhere(IsOfServices)}.";

    /// <summary>Null when something is wrong: then every error is in <paramref name="errors"/>.</summary>
    public static DiscoveryQuery? Parse(IQueryCollection query, FieldErrors errors)
    {
        var parameters = new List<KeyValuePair<string, string>> { new("kind", AgentWords.Kind[AgentKind.Service]) };
        foreach (var name in Unchanged)
        {
            Add(parameters, name, query[name]);
        }

        Add(parameters, Tag, query[Tags]);
        Add(parameters, Status, Statuses(query[Health], errors));

        var found = new FieldErrors();
        var parsed = DiscoveryQuery.Parse(parameters, found);
        foreach (var (name, messages) in found.ByField)
        {
            foreach (var message in messages)
            {
                errors.Add(name switch { Tag => Tags, Status => Health, _ => name }, message);
            }
        }

        return errors.IsEmpty ? parsed : null;
    }

    private static void Add(List<KeyValuePair<string, string>> parameters, string name, StringValues values)
    {
        foreach (var value in values)
        {
            parameters.Add(new(name, value ?? ""));
        }
    }

    /// <summary>A service that is unreachable reads unhealthy, so it is found as that.</summary>
    private static StringValues Statuses(StringValues given, FieldErrors errors)
    {
        var statuses = new List<string?>();
        foreach (var value in given)
        {
            foreach (var word in (value ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                if (!AgentWords.Status.TryParse(word, out var status) || !IsOfServices(status))
                {
                    errors.Add(Health, ExpectedHealth);
                    return StringValues.Empty;
                }

                AddOnce(statuses, word);
                if (status == HealthStatus.Unhealthy)
                {
                    AddOnce(statuses, AgentWords.Status[HealthStatus.Unreachable]);
                }
            }
        }

        return new StringValues([.. statuses]);
    }

    private static bool IsOfServices(HealthStatus status) => status != HealthStatus.Unreachable;

    private static void AddOnce(List<string?> words, string word)
    {
        if (!words.Contains(word))
        {
            words.Add(word);
        }
    }
}
