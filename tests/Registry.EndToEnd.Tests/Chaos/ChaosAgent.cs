using System.Net;

namespace Registry.EndToEnd.Tests.Chaos;

/// <summary>
/// One registration after another, each under an id of its own: registers until that is acknowledged, renews, changes its version, and some time unregisters until
/// that is acknowledged. An id is not used again, because an unregister whose answer was lost may still happen.
/// </summary>
internal sealed class ChaosAgent(ChaosClient client, ChaosLedger ledger, string name, Random random)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(900);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(250);

    private int _versions;

    public List<ChaosRegistration> Registrations { get; } = [];

    public async Task RunAsync(CancellationToken ended)
    {
        for (var life = 0; !ended.IsCancellationRequested; life++)
        {
            var registration = new ChaosRegistration { Id = $"{name}-{life}" };
            Registrations.Add(registration);
            await RegisterAsync(registration, ended);
            while (!ended.IsCancellationRequested && registration.State == ChaosState.Registered)
            {
                await LiveAsync(registration, ended);
                await PauseAsync(Between, ended);
            }
        }

        // What is known at the end is known for certain: one more renewal of the last.
        if (Registrations[^1] is { State: ChaosState.Registered } last)
        {
            await RenewAsync(last, CancellationToken.None);
        }
    }

    private static async Task PauseAsync(TimeSpan time, CancellationToken ended)
    {
        try
        {
            await Task.Delay(time, TimeProvider.System, ended);
        }
        catch (OperationCanceledException)
        {
            // The caller looks at the token.
        }
    }

    private async Task LiveAsync(ChaosRegistration registration, CancellationToken ended)
    {
        switch (random.Next(10))
        {
            // A registration of which a repetition may still be on its way would come back by it.
            case 0 when !registration.MayComeAgain:
                await UnregisterAsync(registration, ended);
                break;
            case 1 or 2:
                await ChangeAsync(registration);
                break;
            default:
                await RenewAsync(registration, ended);
                break;
        }
    }

    private async Task RegisterAsync(ChaosRegistration registration, CancellationToken ended)
    {
        var body = $$"""{"id":"{{registration.Id}}","name":"{{registration.Id}}","type":"cost","host":"127.0.0.1","port":8001,"version":"{{registration.Versions.First()}}","ttl_seconds":{{ChaosRegistration.TtlSeconds}}}""";
        while (!ended.IsCancellationRequested)
        {
            var sent = TimeProvider.System.GetUtcNow();
            var answer = await client.AskAsync(registration.Id, HttpMethod.Post, "/agents/register", body, null, HttpStatusCode.Created, HttpStatusCode.Conflict);
            if (answer?.Status is HttpStatusCode.Created)
            {
                registration.State = ChaosState.Registered;
                registration.Renewed.Add(sent);
                return;
            }

            if (answer?.Status is HttpStatusCode.Conflict)
            {
                // By the one whose answer was lost.
                ledger.Check(registration.MayComeAgain, registration.Id, "nobody registered it, and yet it is taken");
                registration.State = ChaosState.Registered;
                return;
            }

            registration.MayComeAgain = true;
            await PauseAsync(Retry, ended);
        }
    }

    private async Task RenewAsync(ChaosRegistration registration, CancellationToken ended)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            var sent = TimeProvider.System.GetUtcNow();
            var answer = await client.AskAsync(
                registration.Id, HttpMethod.Post, $"/agents/{registration.Id}/heartbeat", null, null, HttpStatusCode.OK, HttpStatusCode.NotFound);
            if (answer?.Status is HttpStatusCode.OK)
            {
                registration.Renewed.Add(sent);
                return;
            }

            if (answer?.Status is HttpStatusCode.NotFound)
            {
                registration.State = ChaosState.Expired;
                return;
            }

            await PauseAsync(Retry, ended);
            if (ended.IsCancellationRequested)
            {
                return;
            }
        }

        ledger.Fault(registration.Id, "no renewal was answered any more");
    }

    private async Task ChangeAsync(ChaosRegistration registration)
    {
        var path = "/agents/" + registration.Id;
        var read = await client.AskAsync(registration.Id, HttpMethod.Get, path, null, null, HttpStatusCode.OK, HttpStatusCode.NotFound);
        if (read?.Status is HttpStatusCode.NotFound)
        {
            registration.State = ChaosState.Expired;
        }

        if (read?.Status is not HttpStatusCode.OK)
        {
            return;
        }

        var (etag, found) = (read.Header("ETag")!, read.String("version"));
        ledger.Check(registration.Versions.Contains(found), registration.Id, $"read as version {found}, expected {string.Join(" or ", registration.Versions)}");
        var next = $"1.{++_versions}.0";
        var answer = await client.AskAsync(
            registration.Id, HttpMethod.Patch, path, $$"""{"version":"{{next}}"}""", etag, HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.PreconditionFailed);
        switch (answer?.Status)
        {
            case HttpStatusCode.OK:
                // What was on its way under the ETag before can't happen any more.
                registration.Versions.Clear();
                registration.Versions.Add(next);
                registration.Acknowledged.Add(next);
                break;
            case null:
                registration.Versions.Add(next);
                break;
            case HttpStatusCode.NotFound:
                registration.State = ChaosState.Expired;
                break;
        }
    }

    private async Task UnregisterAsync(ChaosRegistration registration, CancellationToken ended)
    {
        registration.State = ChaosState.Leaving;
        while (!ended.IsCancellationRequested)
        {
            var answer = await client.AskAsync(
                registration.Id, HttpMethod.Post, $"/agents/{registration.Id}/unregister", null, null, HttpStatusCode.OK, HttpStatusCode.NotFound);
            if (answer?.Status is HttpStatusCode.OK or HttpStatusCode.NotFound)
            {
                registration.State = ChaosState.Unregistered;
                return;
            }

            await PauseAsync(Retry, ended);
        }
    }
}
