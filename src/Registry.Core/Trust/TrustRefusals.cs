namespace Registry.Core.Trust;

/// <summary>Refusals for want of trust. They repeat nothing of a token.</summary>
internal static class TrustRefusals
{
    public static Refusal NotEstablished(string id, TrustFault fault) =>
        new(RefusalCode.TrustNotEstablished, $"Trust in '{id}' is not established: {fault}.") { AgentId = id, Reason = fault.Word };
}
