using Registry.Core.Storage;
using Registry.Core.Webhooks;

namespace Registry.Core.Tests.Webhooks;

public sealed class DeliveryRowsTests
{
    [Fact]
    public void Row_Written_IsReadAlike()
    {
        var state = new DeliveryState(LineHarness.Cursor(17))
        {
            Held = [new HeldEvent("s0", 5, "a", "agent.updated", 1000) { Attempts = 2, NextAt = 3000 }],
            Deliveries = [new DeliveryRecord("s0:4", 900, 1, 204, null), new DeliveryRecord("s0:5", 1000, 2, 0, "no answer in time")],
            DeadLetters = [new DeadLetter("s0:1", "agent.expired", "b", 100, 7, 500, "the status code is no success")],
            NotBefore = 4000,
            ProbeAt = 5000,
            Failing = ["a", "b"],
        };
        var row = new DeliveryRow("sub", state) { Owner = "me", Until = 9000, Beginning = 2, Redeliveries = 3, UrlNumber = 4, Verification = new(1, 2, 3, 4, "no") };

        var read = DeliveryRows.Read(DeliveryRows.Write(row))!;

        Assert.Equal((row.Id, row.Owner, row.Until, row.Beginning, row.Redeliveries, row.UrlNumber, row.Verification), (read.Id, read.Owner, read.Until, read.Beginning, read.Redeliveries, read.UrlNumber, read.Verification));
        Assert.Equal(state.Cursor.ToString(), read.State.Cursor.ToString());
        Assert.Equal(state.Held, read.State.Held);
        Assert.Equal(state.Deliveries, read.State.Deliveries);
        Assert.Equal(state.DeadLetters, read.State.DeadLetters);
        Assert.Equal((state.NotBefore, state.ProbeAt), (read.State.NotBefore, read.State.ProbeAt));
        Assert.Equal(state.Failing, read.State.Failing);
    }

    [Fact]
    public void Row_WithEverythingAtItsLimit_FitsItsColumns()
    {
        var id = new string('x', 128);
        const string Type = "registry.protection.changed";
        var state = new DeliveryState(new(Core.Events.CursorKind.Events, new long[64], [new("config", long.MaxValue), new("graph", long.MaxValue)]))
        {
            Held = [.. Enumerable.Range(0, WebhookLimits.MaxHeld).Select(i => new HeldEvent("s63", long.MaxValue, id, Type, long.MaxValue) { Attempts = 9999, NextAt = long.MaxValue })],
            Failing = [.. Enumerable.Repeat(id, WebhookLimits.MaxHeld)],
            Deliveries = [.. Enumerable.Range(0, WebhookLimits.MaxDeliveries).Select(i => new DeliveryRecord("s63:9223372036854775807", long.MaxValue, 9999, 500, new string('e', 60)))],
            DeadLetters = [.. Enumerable.Range(0, WebhookLimits.MaxDeadLetters).Select(i => new DeadLetter("s63:9223372036854775807", Type, id, long.MaxValue, 9999, 500, new string('e', 60)))],
        };

        var row = DeliveryRows.Write(new DeliveryRow("sub", state));

        Assert.All(row.Properties, property => Assert.InRange(TableSize.Value(property.Value), 0, TableLimits.PropertyBytes));
    }
}
