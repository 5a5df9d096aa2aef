using System.Text.Json;
using Registry.Core.Agents.Documents;
using Registry.Core.Events;
using Registry.Core.Sharding;
using Registry.Core.Storage;

namespace Registry.Core.Webhooks;

/// <summary>
/// Rows of deliveries. Lists are JSON arrays of arrays, without names: at their limits and with the longest ids each fills most of the 32,768
/// characters of a column.
/// </summary>
internal static class DeliveryRows
{
    public static TableEntity Write(DeliveryRow row)
    {
        var state = row.State;
        var entity = new TableEntity(RowKeys.Delivery(row.Id))
            .Set(Columns.Owner, row.Owner)
            .Set(Columns.Until, row.Until)
            .Set(Columns.Cursor, state.Cursor.ToString())
            .Set(Columns.Held, Json(state.Held, WriteHeld))
            .Set(Columns.Deliveries, Json(state.Deliveries, WriteDelivery))
            .Set(Columns.DeadLetters, Json(state.DeadLetters, WriteDeadLetter))
            .Set(Columns.NotBefore, state.NotBefore)
            .Set(Columns.ProbeAt, state.ProbeAt)
            .Set(Columns.Failing, Json([state.Failing], WriteAll))
            .Set(Columns.Beginning, row.Beginning)
            .Set(Columns.UrlNumber, row.UrlNumber)
            .Set(Columns.Redeliveries, row.Redeliveries);
        return row.Verification is { } verification ? entity.Set(Columns.Verification, Json([verification], WriteVerification)) : entity;
    }

    /// <summary>Null for a row that no release of this registry writes.</summary>
    public static DeliveryRow? Read(TableEntity entity)
    {
        if (!EventCursor.TryParse(entity.Text(Columns.Cursor), CursorKind.Events, out var cursor))
        {
            return null;
        }

        var state = new DeliveryState(cursor)
        {
            Held = List(entity, Columns.Held, static item => new HeldEvent(Text(item, 0), Number(item, 1), Text(item, 2), Text(item, 3), Number(item, 4))
            {
                Attempts = (int)Number(item, 5),
                NextAt = Number(item, 6),
            }),
            Deliveries = List(entity, Columns.Deliveries, static item => new DeliveryRecord(
                Text(item, 0), Number(item, 1), (int)Number(item, 2), (int)Number(item, 3), Text(item, 4) is { Length: > 0 } error ? error : null)),
            DeadLetters = List(entity, Columns.DeadLetters, static item => new DeadLetter(
                Text(item, 0), Text(item, 1), Text(item, 2), Number(item, 3), (int)Number(item, 4), (int)Number(item, 5), Text(item, 6))),
            NotBefore = entity.Int64(Columns.NotBefore),
            ProbeAt = entity.Int64(Columns.ProbeAt),
            Failing = List(entity, Columns.Failing, static item => item.EnumerateArray().Select(static agent => agent.GetString()!).ToList()).FirstOrDefault() ?? [],
        };
        return new DeliveryRow(entity.RowKey[RowKeys.DeliveryPrefix.Length..], state)
        {
            ETag = entity.ETag,
            Owner = entity.Text(Columns.Owner),
            Until = entity.Int64(Columns.Until),
            Beginning = entity.Int64(Columns.Beginning),
            UrlNumber = entity.Int64(Columns.UrlNumber),
            Redeliveries = entity.Int64(Columns.Redeliveries),
            Verification = List(
                entity, Columns.Verification, static item => new VerificationState(Number(item, 0), (int)Number(item, 1), Number(item, 2), Number(item, 3), Text(item, 4))).FirstOrDefault(),
        };
    }

    private static TableValue Json<T>(IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write) =>
        TableValue.FromUtf8(JsonOutput.ToBytes((items, write), static (writer, state) =>
        {
            writer.WriteStartArray();
            foreach (var item in state.items)
            {
                writer.WriteStartArray();
                state.write(writer, item);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }));

    private static void WriteAll(Utf8JsonWriter writer, IReadOnlyList<string> texts)
    {
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }
    }

    private static void WriteHeld(Utf8JsonWriter writer, HeldEvent held)
    {
        writer.WriteStringValue(held.Partition);
        writer.WriteNumberValue(held.Seq);
        writer.WriteStringValue(held.AgentId);
        writer.WriteStringValue(held.Type);
        writer.WriteNumberValue(held.Since);
        writer.WriteNumberValue(held.Attempts);
        writer.WriteNumberValue(held.NextAt);
    }

    private static void WriteDelivery(Utf8JsonWriter writer, DeliveryRecord delivery)
    {
        writer.WriteStringValue(delivery.EventId);
        writer.WriteNumberValue(delivery.Time);
        writer.WriteNumberValue(delivery.Attempts);
        writer.WriteNumberValue(delivery.StatusCode);
        writer.WriteStringValue(delivery.Error ?? "");
    }

    private static void WriteDeadLetter(Utf8JsonWriter writer, DeadLetter dead)
    {
        writer.WriteStringValue(dead.EventId);
        writer.WriteStringValue(dead.Type);
        writer.WriteStringValue(dead.AgentId);
        writer.WriteNumberValue(dead.Time);
        writer.WriteNumberValue(dead.Attempts);
        writer.WriteNumberValue(dead.StatusCode);
        writer.WriteStringValue(dead.Error);
    }

    private static void WriteVerification(Utf8JsonWriter writer, VerificationState verification)
    {
        writer.WriteNumberValue(verification.UrlNumber);
        writer.WriteNumberValue(verification.Attempts);
        writer.WriteNumberValue(verification.Since);
        writer.WriteNumberValue(verification.NextAt);
        writer.WriteStringValue(verification.Error);
    }

    private static List<T> List<T>(TableEntity entity, string column, Func<JsonElement, T> read)
    {
        var json = entity.Bytes(column);
        if (json.IsEmpty)
        {
            return [];
        }

        using var parsed = JsonDocument.Parse(json);
        return [.. parsed.RootElement.EnumerateArray().Select(read)];
    }

    private static string Text(JsonElement item, int at) => item[at].GetString()!;

    private static long Number(JsonElement item, int at) => item[at].GetInt64();
}
