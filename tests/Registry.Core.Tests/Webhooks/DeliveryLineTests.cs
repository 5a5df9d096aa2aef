using Registry.Core.Health.Probing;
using Registry.Core.Webhooks;

namespace Registry.Core.Tests.Webhooks;

public sealed class DeliveryLineTests
{
    private const long Hour = 3600 * 1000L;
    private const long Day = 24 * Hour;

    private readonly LineHarness _harness = new();

    [Fact]
    public void Offered_AllDelivered_TheCursorMovesPastThem()
    {
        _harness.Offer("a", "b", "a");
        _harness.Run(_ => LineHarness.Ok);

        Assert.Equal(["a1", "b2", "a3"], _harness.Sent);
        Assert.Equal(3, _harness.Position);
        Assert.Empty(_harness.Line.State.Held);
        Assert.Equal(["s0:1", "s0:2", "s0:3"], _harness.Line.State.Deliveries.Select(record => record.EventId));
    }

    [Fact]
    public void Offered_OfOneAgent_OneIsOnItsWayAtATime()
    {
        _harness.Offer("a", "a", "b");

        var sent = _harness.Take();

        Assert.Equal(["a1", "b3"], _harness.Sent);
        _harness.End(sent[1], LineHarness.Ok);
        Assert.Equal(0, _harness.Position);
        _harness.End(sent[0], LineHarness.Ok);
        Assert.Equal(1, _harness.Position);
        Assert.Equal("a", Assert.Single(_harness.Take()).AgentId);
    }

    [Fact]
    public void Offered_ManyAgents_NoMoreThanTheLimitAreOnTheirWay()
    {
        _harness.Offer([.. Enumerable.Range(0, 20).Select(i => $"agent-{i}-")]);

        Assert.Equal(WebhookLimits.MaxSending, _harness.Take().Count);
        Assert.Null(_harness.Line.TakeNext(_harness.Now + Day));
    }

    [Fact]
    public void Failed_Event_HoldsBackItsAgentAndNobodyElse()
    {
        _harness.Offer("a", "b", "a", "b", "c");
        _harness.Run(agent => agent == "a" ? LineHarness.Broken : LineHarness.Ok);

        Assert.Equal(["a1", "b2", "c5", "b4"], _harness.Sent);
        Assert.Equal(["a", "a"], _harness.Line.State.Held.Select(held => held.AgentId));

        // Held is kept: the cursor need not wait for it.
        Assert.Equal(5, _harness.Position);
        Assert.Equal(_harness.Line.State.Held[0].NextAt, _harness.Line.NextDue());
    }

    [Fact]
    public void Failed_Recovered_ComesInOrder()
    {
        _harness.Offer("a", "a", "a");
        _harness.Run(_ => LineHarness.Broken);
        _harness.Restart();
        _harness.Offer("a");
        _harness.Run(_ => LineHarness.Ok);
        Assert.Equal(["a1"], _harness.Sent);

        _harness.Now = _harness.Line.NextDue()!.Value;
        _harness.Run(_ => LineHarness.Ok);

        Assert.Equal(["a1", "a1", "a2", "a3", "a4"], _harness.Sent);
        Assert.Equal(2, _harness.Line.State.Deliveries.Single(record => record.EventId == "s0:1").Attempts);
        Assert.Null(_harness.Line.NextDue());
    }

    [Fact]
    public void Failing_Receiver_IsTriedWithWhatIsHeldOnly()
    {
        _harness.Offer("a", "b", "c", "d", "e", "f");
        _harness.Run(_ => LineHarness.Broken);

        Assert.True(_harness.Line.IsFailing);
        Assert.Equal(["a1", "b2", "c3", "d4"], _harness.Sent);
        Assert.Equal(0, _harness.Line.Room(_harness.Now));

        // What was not tried is offered again, later.
        Assert.Equal(4, _harness.Position);
        _harness.Now = _harness.Line.NextDue()!.Value;
        Assert.NotNull(_harness.Line.TakeNext(_harness.Now));
        Assert.Null(_harness.Line.TakeNext(_harness.Now + Day));
    }

    [Fact]
    public void Failing_OneAfterAnother_IsCountedAcrossRuns()
    {
        foreach (var agent in new[] { "a", "b", "c" })
        {
            Assert.False(_harness.Line.IsFailing);
            _harness.Offer(agent);
            _harness.Run(_ => LineHarness.Broken, random: 0.99);
            _harness.Restart();
        }

        Assert.True(_harness.Line.IsFailing);
    }

    [Fact]
    public void Failing_AFewAgentsOnly_OthersGoOnAfterAMinute()
    {
        _harness.Offer("a", "b", "c");
        _harness.Run(_ => LineHarness.Broken, random: 0.99);
        Assert.Equal(0, _harness.Line.Room(_harness.Now));

        _harness.Now += 60_000;
        _harness.Offer("d", "e", "f", "g", "h", "i");
        _harness.Run(agent => agent[0] < 'd' ? LineHarness.Broken : LineHarness.Ok, random: 0.99);

        Assert.Equal(["a", "b", "c"], _harness.Line.State.Held.Select(held => held.AgentId));
        Assert.Equal(9, _harness.Position);
        Assert.All(_harness.Line.State.Held, held => Assert.True(held.NextAt > _harness.Now));
    }

    [Fact]
    public void Failing_Receiver_IsTriedWithSomethingNewEverLessOften()
    {
        _harness.Offer("a", "b", "c");
        _harness.Run(_ => LineHarness.Broken, random: 0.99);
        var tries = 0;
        for (var start = _harness.Now; _harness.Now - start < Day - 700_000; _harness.Now += 60_000)
        {
            _harness.Restart();
            if (_harness.Line.Room(_harness.Now) > 0)
            {
                _harness.Offer($"n{tries++}-");
            }

            _harness.Run(_ => LineHarness.Broken, random: 0.99);
        }

        Assert.InRange(tries, 20, 35);
        Assert.Empty(_harness.Line.State.DeadLetters);
    }

    [Fact]
    public void Failing_FirstSuccess_MakesAllThatIsHeldDue()
    {
        _harness.Offer("a", "b", "c", "d");
        _harness.Run(_ => LineHarness.Broken, random: 0.99);
        _harness.Restart();
        Assert.True(_harness.Line.IsFailing);
        _harness.Sent.Clear();
        _harness.Now = _harness.Line.NextDue()!.Value;

        _harness.Run(_ => LineHarness.Ok);

        Assert.False(_harness.Line.IsFailing);
        Assert.Equal(4, _harness.Sent.Count);
        Assert.Equal(WebhookLimits.ReadSize, _harness.Line.Room(_harness.Now));
    }

    [Fact]
    public void Failing_ForADay_BecomesADeadLetterAndTheNextIsTried()
    {
        _harness.Offer("a", "a");
        _harness.Run(_ => LineHarness.Broken);
        var attempts = 1;
        for (var start = _harness.Now; _harness.Line.State.DeadLetters.Count == 0; attempts++)
        {
            Assert.True(_harness.Now - start <= Day + 600_000);
            _harness.Now = _harness.Line.NextDue()!.Value;
            _harness.End(_harness.Take()[0], LineHarness.Broken, random: 0.99);
        }

        var dead = Assert.Single(_harness.Line.State.DeadLetters);
        Assert.Equal(("s0:1", "a", 500, attempts), (dead.EventId, dead.AgentId, dead.StatusCode, dead.Attempts));
        Assert.InRange(attempts, 144, 200);
        Assert.Equal(2, Assert.Single(_harness.Take()).Seq);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stopped_ForAWeekend_WhatFailedBeforeIsTriedOnAndStaysFirst(bool isAnotherProcess)
    {
        _harness.Offer("a", "a");
        _harness.Run(_ => LineHarness.Broken);
        _harness.Fail(12 * Hour);
        if (isAnotherProcess)
        {
            _harness.Restart();
        }

        _harness.Now += 60 * Hour;
        _harness.Fail(11 * Hour);

        Assert.Equal([1, 2], _harness.Line.State.Held.Select(held => held.Seq));
        Assert.DoesNotContain("a2", _harness.Sent);
        _harness.Fail(2 * Hour);
        Assert.Equal("s0:1", _harness.Line.State.DeadLetters[0].EventId);
        Assert.Contains("a2", _harness.Sent);
    }

    [Fact]
    public void Stopped_WhileSending_TheAttemptIsNotTheLast()
    {
        _harness.Offer("a", "a");
        _harness.Run(_ => LineHarness.Broken);
        _harness.Now = _harness.Line.NextDue()!.Value;
        var sent = Assert.Single(_harness.Take());
        _harness.Now += 60 * Hour;

        Assert.Equal(DeliveryResult.Failed, _harness.End(sent, LineHarness.Broken));
        Assert.Equal(1, _harness.Line.State.Held[0].Seq);
    }

    [Fact]
    public void DeadLetters_OfADownReceiver_MakeRoomForOneMoreTryEach()
    {
        _harness.Offer("a", "b", "c", "d");
        _harness.Run(_ => LineHarness.Broken);
        _harness.Fail(Day - 1);
        _harness.Now += 700_000;
        foreach (var _ in Enumerable.Range(0, 2))
        {
            _harness.End(Assert.Single(_harness.Take()), LineHarness.Broken);
        }

        Assert.False(_harness.Line.IsFailing);
        _harness.Offer("e", "f");
        Assert.NotNull(_harness.Line.NextDue());
    }

    [Fact]
    public void Redeliver_DeadLetters_AreSentAgain()
    {
        _harness.Offer("a");
        _harness.Run(_ => LineHarness.Broken);
        _harness.Fail(Day + 700_000);
        _harness.Line.Skip("s0:5-s0:7", LineHarness.Cursor(7), _harness.Now);

        Assert.Equal(1, _harness.Line.Redeliver(_harness.Now));

        _harness.Sent.Clear();
        _harness.Run(_ => LineHarness.Ok);
        Assert.Equal(["a1"], _harness.Sent);
        Assert.Equal("s0:5-s0:7", Assert.Single(_harness.Line.State.DeadLetters).EventId);
        Assert.Equal(7, _harness.Position);
    }

    [Theory]
    [InlineData(429, 60, 60_000)]
    [InlineData(503, 86_400, 3_600_000)]
    [InlineData(503, 0, 1000)]
    public void Asked_ToWait_NothingIsSentBefore(int status, int seconds, long expected)
    {
        _harness.Offer("a", "b");
        var sent = _harness.Take();
        var at = _harness.Now;
        _harness.End(sent[0], new DeliveryAnswer(status, ProbeError.None) { RetryAfter = TimeSpan.FromSeconds(seconds) }, random: 0);
        _harness.End(sent[1], LineHarness.Ok);
        _harness.Offer("c");

        Assert.Equal(at + expected, _harness.Line.NextDue());
        Assert.Null(_harness.Line.TakeNext(at + expected - 1));
        Assert.NotNull(_harness.Line.TakeNext(at + expected));
    }

    [Fact]
    public void Gone_EndsIt()
    {
        _harness.Offer("a");

        Assert.Equal(DeliveryResult.Gone, _harness.End(_harness.Take()[0], new DeliveryAnswer(410, ProbeError.None)));
        Assert.Equal(0, _harness.Position);
    }

    [Fact]
    public void Held_UpToTheLimit_NoMoreIsRead()
    {
        _harness.Offer("a", "z");
        _harness.Run(agent => agent == "a" ? LineHarness.Broken : LineHarness.Ok, random: 0.99);
        while (_harness.Line.Room(_harness.Now) is > 0 and var room)
        {
            _harness.Offer([.. Enumerable.Repeat("a", Math.Min(room, 30))]);
            Assert.Null(_harness.Line.TakeNext(_harness.Now));
        }

        Assert.Equal(WebhookLimits.MaxHeld, _harness.Line.State.Held.Count);
    }

    [Fact]
    public void Lost_Event_IsADeadLetter()
    {
        _harness.Offer("a");
        _harness.Run(_ => LineHarness.Broken);
        _harness.Now = _harness.Line.NextDue()!.Value;

        _harness.Line.Lost(_harness.Take()[0], _harness.Now);

        Assert.Equal("s0:1", Assert.Single(_harness.Line.State.DeadLetters).EventId);
        Assert.Empty(_harness.Line.State.Held);
    }

    [Fact]
    public void PutBack_Event_IsTakenAgainLater()
    {
        _harness.Offer("a");
        _harness.Run(_ => LineHarness.Broken);
        _harness.Now = _harness.Line.NextDue()!.Value;
        _harness.Line.PutBack(_harness.Take()[0], _harness.Now);

        Assert.Equal(_harness.Now + 5000, _harness.Line.NextDue());
        Assert.Equal(1, Assert.Single(_harness.Line.State.Held).Attempts);
    }

    [Fact]
    public void Rate_Allowed_SpacesRequests()
    {
        var line = new DeliveryLine(new DeliveryState(LineHarness.Cursor(0)), requestsPerMinute: 60);
        line.Offer([new("s0", 1, "agent.updated", "a"), new("s0", 2, "agent.updated", "b")], LineHarness.Cursor(2));

        Assert.NotNull(line.TakeNext(1_000_000));
        Assert.Null(line.TakeNext(1_000_999));
        Assert.Equal(1_001_000, line.NextDue());
        Assert.NotNull(line.TakeNext(1_001_000));
    }

    [Fact]
    public void Rate_Allowed_SpacesRequestsOfTwoRuns()
    {
        var line = new DeliveryLine(new DeliveryState(LineHarness.Cursor(0)), requestsPerMinute: 10);
        line.Offer([new("s0", 1, "agent.updated", "a")], LineHarness.Cursor(1));
        line.Ended(line.TakeNext(1_000_000)!, LineHarness.Ok, 1_000_500, random: 0);

        line = new DeliveryLine(line.State, requestsPerMinute: 10);
        line.Offer([new("s0", 2, "agent.updated", "b")], LineHarness.Cursor(2));

        Assert.Equal(1_006_500, line.NextDue());
        Assert.Null(line.TakeNext(1_006_499));
        Assert.NotNull(line.TakeNext(1_006_500));
    }
}
