namespace Contabyx;

/// <summary>An address of a source, bucket or warehouse that cannot be used.</summary>
/// <param name="address">The address. What may be a secret in it is hidden.</param>
/// <param name="reason">What is wrong with it.</param>
/// <param name="advice">What would be accepted.</param>
/// <param name="inner">The cause, when another library reported it.</param>
public sealed class AddressException(string address, string reason, string advice, Exception? inner = null)
    : ContabyxException(
        $"The address '{AddressText.Hide(address)}' cannot be used: {reason}", advice, AddressText.Hide(address), inner)
{
    public static AddressException HoldsSecret(string address) => new(
        address,
        "it contains a password or key, which would end up in logs.",
        "Remove it from the address, and give it as a credential or in the environment file.");
}
