using Microsoft.Extensions.Logging;

namespace Registry.Http.Auth.Oidc;

/// <summary>
/// The authority's keys, kept and renewed. One read of them at a time, which everybody who needs it shares; never more often than a bound,
/// whatever tokens come in. Where the authority can't be reached, what it said last stands for a day.
/// </summary>
internal sealed partial class OidcKeys(OidcDocuments documents, TimeProvider time, ILogger<OidcKeys> logger)
{
    // A key that its authority takes back is out after this long.
    private static readonly TimeSpan RenewAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan StandsFor = TimeSpan.FromDays(1);

    // Anybody can make up tokens with unknown keys.
    private static readonly TimeSpan BetweenReads = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenReadsWithoutKeys = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private OidcKeySet? _known;
    private long _knownSince;
    private long? _lastRead;
    private Task<OidcKeySet?>? _reading;
    private bool _failed;

    /// <summary>Null where they can't be had. Waits only where there are none.</summary>
    public Task<OidcKeySet?> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (Current() is { } known)
            {
                if (time.GetElapsedTime(_knownSince) >= RenewAfter)
                {
                    Read();
                }

                return Task.FromResult<OidcKeySet?>(known);
            }

            return Read().WaitAsync(cancellationToken);
        }
    }

    /// <summary>Read anew, for a token whose key is unknown; the same ones where that was done a moment ago.</summary>
    public Task<OidcKeySet?> RenewAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Read().WaitAsync(cancellationToken);
        }
    }

    private OidcKeySet? Current() => _known is not null && time.GetElapsedTime(_knownSince) < StandsFor ? _known : null;

    private Task<OidcKeySet?> Read()
    {
        if (_reading is { IsCompleted: false })
        {
            return _reading;
        }

        var known = Current();
        if (_lastRead is { } last && time.GetElapsedTime(last) < (known is null ? BetweenReadsWithoutKeys : BetweenReads))
        {
            return Task.FromResult(known);
        }

        _lastRead = time.GetTimestamp();
        return _reading = ReadAsync();
    }

    // Belongs to no request: one that leaves takes it from nobody.
    private async Task<OidcKeySet?> ReadAsync()
    {
        // Nothing of it happens under the gate.
        await Task.Yield();
        var (keys, problem) = await documents.ReadAsync();
        lock (_gate)
        {
            if (keys is not null)
            {
                (_known, _knownSince) = (keys, time.GetTimestamp());
            }

            if (keys is null != _failed)
            {
                _failed = !_failed;
                Tell(keys, problem);
            }

            return Current();
        }
    }

    private void Tell(OidcKeySet? keys, string? problem)
    {
        if (keys is null)
        {
            LogFailed(problem!);
        }
        else
        {
            LogBack(keys.Keys.Count);
        }
    }

    [LoggerMessage(190, LogLevel.Error, "The OIDC authority's keys can't be had: {Problem}. Until they can, those of the last day count; without any, tokens are answered 401.")]
    private partial void LogFailed(string problem);

    [LoggerMessage(191, LogLevel.Information, "The OIDC authority's {Keys} keys can be had again.")]
    private partial void LogBack(int keys);
}
