using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Registry.Contracts.Agents;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Http.Auth;
using Registry.Http.Auth.Oidc;
using Registry.Http.Bodies;
using Registry.Http.Routing;

namespace Registry.Http.Agents;

/// <summary>Gives an agent to another key.</summary>
internal sealed class OwnerEndpoint(AgentRegistry registry)
{
    private const string Owner = "owner";

    public static void Map(RouteTable routes, OwnerEndpoint endpoint) =>
        routes.Put("/agents/{id}/owner", CallerRole.Operator, endpoint.PutAsync)
            .Describe("ChangeOwner", "Agents", "Give an agent to another key, which may renew, change and remove it from then on.")
            .Takes<OwnerChange>().Answers<AgentResource>().Refuses(StatusCodes.Status404NotFound, StatusCodes.Status429TooManyRequests);

    private async Task PutAsync(HttpContext context)
    {
        var errors = new FieldErrors();
        var id = AgentIds.Read(context, errors);
        if (await ParsedBody.ReadAsync(context, errors, ReadOwner) is not { Value: var owner })
        {
            return;
        }

        var outcome = await registry.SetOwnerAsync(id, owner, context.Caller(), context.RequestAborted);
        await AgentAnswer.WriteChangedAsync(context, registry, outcome);
    }

    private static string ReadOwner(JsonElement root, FieldErrors errors)
    {
        var owner = "";
        if (JsonShape.RequireObject(root, errors))
        {
            owner = root.TryGetProperty(Owner, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
            if (!KeyNames.IsValid(owner) && !OidcCaller.IsName(owner))
            {
                errors.Add(Owner, $"must be the name of a key, {KeyNames.Rule}, or 'oidc:' and what names the caller in tokens");
            }
        }

        return owner;
    }
}
