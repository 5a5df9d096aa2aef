using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Registry.Http.Traffic;

/// <summary>
/// How fast an answer has to be taken by who shows no valid key. A request is in flight until its answer is taken: at the server's own 240 bytes a
/// second one address could hold all places that there are. The API document is gone in 12 s.
/// </summary>
internal static class StrangersPace
{
    private static readonly MinDataRate Rate = new(bytesPerSecond: 32 * 1024, gracePeriod: TimeSpan.FromSeconds(5));

    /// <summary>Another server than Kestrel has rules of its own.</summary>
    public static void Set(HttpContext context)
    {
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } response)
        {
            response.MinDataRate = Rate;
        }
    }
}
