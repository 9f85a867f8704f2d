/**
 * Completion for bash 3.2 (macOS) and later. It needs no bash-completion package, and evaluates nothing of what was typed.
 */
export function bashScript(name: string): string {
  const id = name.replace(/\W/g, '_');
  return `# bash completion for ${name}: source <(${name} completion bash)
_${id}_complete() {
  local line="\${COMP_LINE:0:COMP_POINT}" word current="" prefix="" lines directive IFS
  local -a words
  # Readline splits words at "=" and ":", which stand inside of ours.
  IFS=$' \\t'
  read -r -a words <<<"$line"
  IFS=$'\\n'
  case "$line" in
    *[[:space:]]) words+=("") ;;
  esac
  current="\${words[\${#words[@]}-1]}"
  lines="$("\${words[0]}" complete -- "\${words[@]:1}" 2>/dev/null)" || return 0
  directive="\${lines##*:}"
  lines="\${lines%:*}"
  # What readline takes to be complete already: it wants only the rest.
  case "$current" in
    *[=:]*) prefix="\${current%"\${current##*[=:]}"}" ;;
  esac
  COMPREPLY=()
  for word in $lines; do
    word="\${word%%$'\\t'*}"
    COMPREPLY+=("\${word#"$prefix"}")
  done
  case "$directive" in
    0) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "\${current#"$prefix"}")) ;;
    16) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -d -- "\${current#"$prefix"}")) ;;
  esac
}
complete -F _${id}_complete ${name}
`;
}
