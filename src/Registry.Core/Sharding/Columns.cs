namespace Registry.Core.Sharding;

/// <summary>Every column name.</summary>
public static class Columns
{
    public const string Seq = "Seq";
    public const string Oldest = "Oldest";

    // Agents (and the agent after a change, in its row).
    public const string Doc = "Doc";
    public const string Slot = "Slot";
    public const string Epoch = "Epoch";
    public const string Seen = "Seen";
    public const string Secrets = "Secrets";
    public const string Name = "Name";
    public const string Type = "Type";
    public const string Status = "Status";
    public const string Endpoint = "Endpoint";

    // Nodes of the graph.
    public const string Errors = "Errors";
    // Entries of config.
    public const string Created = "Created";
    public const string Updated = "Updated";
    public const string SecretSeq = "SecretSeq";

    // Changes.
    public const string Change = "Change";
    public const string Entity = "Entity";
    public const string Actor = "Actor";
    public const string Time = "Time";
    public const string Mutation = "Mutation";
    public const string Correlation = "Correlation";
    public const string Old = "Old";
    public const string New = "New";
    public const string Reason = "Reason";
    public const string Counted = "Counted";

    // Vectors, outages, sweeps, jobs, settings.
    public const string Entries = "Entries";
    public const string From = "From";
    public const string To = "To";
    public const string LastOk = "LastOk";
    public const string Expiries = "Expiries";
    public const string ProtectedSince = "ProtectedSince";
    public const string Count = "Count";
    public const string Owner = "Owner";
    public const string Until = "Until";
    public const string LastRun = "LastRun";
    public const string DurationMs = "DurationMs";
    public const string Counts = "Counts";

    // Deliveries of a subscription.
    public const string Cursor = "Cursor";
    public const string Held = "Held";
    public const string Deliveries = "Deliveries";
    public const string DeadLetters = "DeadLetters";
    public const string NotBefore = "NotBefore";
    public const string ProbeAt = "ProbeAt";
    public const string Failing = "Failing";
    public const string Beginning = "Beginning";
    public const string Redeliveries = "Redeliveries";
    public const string UrlNumber = "UrlNumber";
    public const string Verification = "Verification";
}
