using Registry.Core.Events;
using Registry.Core.Health.Probing;
using Registry.Core.Webhooks;

namespace Registry.Core.Tests.Webhooks;

/// <summary>A line with a clock of numbers: what was sent, in order, and the ends that a test gives.</summary>
internal sealed class LineHarness
{
    private long _seq;

    public LineHarness(DeliveryState? state = null) => Line = new DeliveryLine(state ?? new DeliveryState(Cursor(0)));

    public DeliveryLine Line { get; private set; }

    public long Now { get; set; } = 1_000_000;

    /// <summary>Ids of events, in the order in which they were sent.</summary>
    public List<string> Sent { get; } = [];

    public static DeliveryAnswer Ok { get; } = new(200, ProbeError.None);

    public static DeliveryAnswer Broken { get; } = new(500, ProbeError.None);

    public static EventCursor Cursor(long position) => new(CursorKind.Events, [position]);

    /// <summary>The position in the only shard.</summary>
    public long Position => Line.Cursor.Shards[0];

    /// <summary>One event of each agent named, in this order.</summary>
    public void Offer(params string[] agents)
    {
        var events = agents.Select(agent => new RegistryEvent("s0", ++_seq, "agent.updated", agent)).ToList();
        Line.Offer(events, Cursor(_seq));
    }

    public List<Sending> Take()
    {
        var taken = new List<Sending>();
        for (; Line.TakeNext(Now) is { } next; Now += 10)
        {
            taken.Add(next);
            Sent.Add($"{next.AgentId}{next.Seq}");
        }

        return taken;
    }

    public DeliveryResult End(Sending sent, DeliveryAnswer answer, double random = 0.5) => Line.Ended(sent, answer, Now, random);

    /// <summary>Sends all that is due, one after another, each answered by its agent's answer.</summary>
    public void Run(Func<string, DeliveryAnswer> answer, double random = 0.5)
    {
        for (var sent = Take(); sent.Count > 0; sent = Take())
        {
            sent.ForEach(one => End(one, answer(one.AgentId), random));
        }
    }

    /// <summary>So long every attempt fails.</summary>
    public void Fail(long length)
    {
        for (var end = Now + length; Line.NextDue() is { } due && due < end;)
        {
            Now = Math.Max(Now, due);
            Take().ForEach(one => End(one, Broken, random: 0.99));
        }
    }

    /// <summary>As another process goes on, a moment later.</summary>
    public void Restart()
    {
        Now += 10;
        Line = new DeliveryLine(Line.State);
    }
}
