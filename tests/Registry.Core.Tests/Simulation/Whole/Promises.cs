namespace Registry.Core.Tests.Simulation.Whole;

/// <summary>
/// What the registry promises, in the words of its design, so that a run can say which it held. (One more, that bad input is refused and changes nothing, is for generated
/// requests over every endpoint.)
/// </summary>
internal static class Promises
{
    public const string Found = "an acknowledged registration is found by every instance within MaxStaleness, at once with no-cache";

    public const string Survives = "an acknowledged heartbeat survives the loss of the instance that took it";

    public const string Serializable = "commands on one agent are serializable; a refusal was right at some moment between request and answer; no lost update";

    public const string Feed = "the change feed has no gap and no duplicate, and a cursor resumes it";

    public const string Graph = "dependency edges never form a cycle; no activation, edge or unforced deactivation is accepted that leaves an active agent on an existing, "
        + "non-active one, also under concurrent writers (force, errors and late registration may)";

    public const string Reported = "... (validate reports it)";

    public const string Renews = "no agent that renews in time is ever expired, nor unreachable longer than one renewal, also across outages, pauses and wrong clocks";

    public const string Stopped = "no agent that stopped stays listed as usable longer than its TTL + one sweep + outages";

    // What other pages promise.
    public const string Seen = "nobody is said to have been seen later than it was";

    public const string GraphAnswers = "every answer on lifecycle and edges was right at some moment between request and answer";

    public const string Circuits = "circuits move as their table says; at most one trial is out at a time, over all instances";

    public const string Delivered = "every event that commits after a subscription's answer is delivered at least once";

    public const string Ordered = "the events of one agent are delivered in order";

    public const string Stored = "what is stored at the end is what the log adds up to";
}
