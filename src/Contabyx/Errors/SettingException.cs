namespace Contabyx;

/// <summary>A setting of a connection that cannot be used. Its value is not shown: it may be a secret.</summary>
/// <param name="name">The setting's name, such as <c>CONTABYX_READERS</c>, or the path of the settings file.</param>
/// <param name="reason">What is wrong with it.</param>
/// <param name="advice">What would be accepted.</param>
/// <param name="inner">The cause.</param>
/// <param name="thing">What the name is of: a setting, a parameter, or a settings file.</param>
public sealed class SettingException(string name, string reason, string advice, Exception? inner = null, string thing = "setting")
    : ContabyxException($"The {thing} '{name}' cannot be used: {reason}", advice, name, inner);
