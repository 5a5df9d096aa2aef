using System.Diagnostics;
using Registry.Core.Storage;

namespace Registry.Core.Diagnostics;

/// <summary>The activities of the engine. Nothing is made, and nothing is remembered, while nobody listens.</summary>
public static class RegistryActivities
{
    public const string SourceName = "Registry";

    private static readonly ActivitySource Source = new(SourceName);

    internal static bool IsObserved => Source.HasListeners();

    /// <summary>A commit is part of the trace of the first request that it carries, and linked to the others.</summary>
    internal static Activity? StartCommit(string partition, IEnumerable<Activity?> origins)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var contexts = origins.OfType<Activity>().Select(origin => origin.Context).Distinct().ToList();
        var activity = Source.StartActivity(
            "registry.commit", ActivityKind.Internal, contexts.FirstOrDefault(), links: contexts.Skip(1).Select(context => new ActivityLink(context)));
        return activity?.SetTag("registry.shard", partition);
    }

    internal static Activity? StartSweep() => Source.HasListeners() ? Source.StartActivity("registry.sweep") : null;

    /// <summary>A trace of its own, which goes on at the receiver.</summary>
    internal static Activity? StartDelivery(string subscription, string eventId, string eventType)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var activity = Source.StartActivity("registry.delivery", ActivityKind.Producer);
        return activity?.SetTag("registry.subscription", subscription).SetTag("cloudevents.event_id", eventId).SetTag("cloudevents.event_type", eventType);
    }

    internal static Activity? StartTable(TableVerb verb, TableKind kind)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var activity = Source.StartActivity("tables " + kind.Word(), ActivityKind.Client);
        return activity?.SetTag("db.system.name", "azure.tables").SetTag("db.operation.name", verb.Word());
    }
}
