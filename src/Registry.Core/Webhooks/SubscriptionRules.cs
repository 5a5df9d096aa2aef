namespace Registry.Core.Webhooks;

/// <summary>What becomes of a subscription. Pure.</summary>
internal static class SubscriptionRules
{
    /// <param name="given">Of a new one: URL and types at least.</param>
    /// <param name="start">Cursor where it begins.</param>
    /// <param name="verify">Whether its URL must agree first.</param>
    public static Subscription Create(SubscriptionPatch given, string start, bool verify) => new(WebhookUrl.Shown(given.Url!), given.Types!)
    {
        AgentType = given.AgentType is { Length: > 0 } type ? type : null,
        IsPaused = given.IsPaused ?? false,
        IsVerified = !verify,
        Start = start,
    };

    /// <param name="before">As it is.</param>
    /// <param name="patch">What changes.</param>
    /// <param name="isOtherUrl">Whether the URL differs, secret parameters included.</param>
    /// <param name="now">Cursor of now: one that had ended begins there.</param>
    /// <param name="verify">Whether another URL must agree first.</param>
    public static Subscription Change(Subscription before, SubscriptionPatch patch, bool isOtherUrl, string now, bool verify)
    {
        var after = before with
        {
            Types = patch.Types ?? before.Types,
            AgentType = patch.AgentType is null ? before.AgentType : patch.AgentType.Length > 0 ? patch.AgentType : null,
            IsPaused = patch.IsPaused ?? before.IsPaused,
        };
        var beginsAnew = before.IsEnded && (patch.Url is not null || patch.IsPaused == false);
        if (isOtherUrl || beginsAnew || (patch.Url is not null && !before.IsVerified))
        {
            after = after with
            {
                Url = patch.Url is { } url ? WebhookUrl.Shown(url) : before.Url,
                IsVerified = !verify,
                UrlNumber = before.UrlNumber + 1,
                RequestsPerMinute = WebhookHandshake.MaxRate,
            };
        }

        return beginsAnew ? after with { IsEnded = false, Start = now, Beginning = before.Beginning + 1 } : after;
    }
}
