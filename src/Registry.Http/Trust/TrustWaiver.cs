using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Registry.Core;
using Registry.Core.Agents;
using Registry.Http.Problems;
using Registry.Http.Routing;

namespace Registry.Http.Trust;

/// <summary>Reads <c>verify_trust_chain</c>: whether a system may be registered although nobody vouches for it.</summary>
internal static class TrustWaiver
{
    private const string Parameter = "verify_trust_chain";

    private static readonly HttpRefusal NotAllowed = new(
        ProblemMapping.Forbidden, $"Only an admin, or anybody on a development instance, may register with {Parameter}=false.");

    public static IEndpointConventionBuilder TakesTrustWaiver(this IEndpointConventionBuilder route) =>
        route.Query(Parameter, "`false`: a system may do without trust, and a token is not looked at. For admins, and on a development instance.", ParameterKind.Flag);

    /// <returns>False where the parameter is wrong, or not for this caller.</returns>
    public static bool TryRead(HttpContext context, RegistryHttpOptions options, FieldErrors errors, out bool waived, out HttpRefusal? forbidden)
    {
        var values = context.Request.Query[Parameter];
        waived = values is ["false"];
        forbidden = waived && context.Caller().Role < CallerRole.Admin && !options.AllowsUntrustedSystems ? NotAllowed : null;
        if (values is not ([] or ["true"] or ["false"]))
        {
            errors.Add(Parameter, "must be true or false");
            return false;
        }

        return forbidden is null;
    }
}
