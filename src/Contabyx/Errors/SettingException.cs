namespace Contabyx;

/// <summary>A setting of a connection that cannot be used. Its value is not shown: it may be a secret.</summary>
/// <param name="name">The setting's name, such as <c>CONTABYX_READERS</c>, or the file that it should be in.</param>
/// <param name="reason">What is wrong with it.</param>
/// <param name="advice">What would be accepted.</param>
/// <param name="inner">The cause.</param>
public sealed class SettingException(string name, string reason, string advice, Exception? inner = null)
    : ContabyxException($"The setting '{name}' cannot be used: {reason}", advice, name, inner);
